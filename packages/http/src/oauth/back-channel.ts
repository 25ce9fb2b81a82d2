import {
  addressPrefix,
  InvalidClientError,
  type OAuthRequest,
  type OAuthResponse,
  type Provider,
} from "@sallyport/core";
import { type Answer, emptyAnswer, jsonAnswer } from "../request/answer.ts";
import type { LimitName } from "../request/limits.ts";
import type { PublicServer } from "../request/public-server.ts";
import {
  basicClientId,
  namedClientId,
  noteParameters,
  readBody,
  toOAuthRequest,
  type RequestContext,
} from "../request/request-context.ts";

/** The endpoints where a client authenticates. */
type ClientEndpoint = Extract<
  LimitName & keyof Provider,
  "token" | "revoke" | "introspect" | "revocations" | "deviceAuthorization"
>;

/** Serves an endpoint of clients: limited by client and address, and sooner after failures. */
export function serveClient(name: ClientEndpoint): (server: PublicServer, context: RequestContext) => Promise<Answer> {
  return async (server, context) => {
    const message = toOAuthRequest(context, await readBody(context));
    const clientId = basicClientId(context.authorization[0]) ?? namedClientId(message.body);
    if (clientId !== undefined) context.note.clientId = clientId;
    const key = `${addressPrefix(context.address)} ${clientId ?? ""}`;
    await server.limiter.check("authenticationFailures", key);
    await server.limiter.charge(name, key);
    try {
      return toAnswer(await server.provider[name](message));
    } catch (error) {
      noteParameters(context, message.body);
      if (error instanceof InvalidClientError) await server.limiter.charge("authenticationFailures", key);
      throw error;
    }
  };
}

export async function serveRegister(server: PublicServer, context: RequestContext): Promise<Answer> {
  return toAnswer(await server.provider.register(await readMessage(context)));
}

/** RFC 7592: the client's id stands in the address. */
export async function serveClientConfiguration(server: PublicServer, context: RequestContext): Promise<Answer> {
  const { id } = context.request.params;
  const body = context.request.method === "PUT" ? await readBody(context) : "";
  return toAnswer(
    await server.provider.clientConfiguration(toOAuthRequest(context, body), typeof id === "string" ? id : ""),
  );
}

export async function serveUserinfo(server: PublicServer, context: RequestContext): Promise<Answer> {
  await server.limiter.charge("userinfo", `${addressPrefix(context.address)} ${context.authorization.join(" ")}`);
  return toAnswer(await server.provider.userinfo(await readMessage(context)));
}

async function readMessage(context: RequestContext): Promise<OAuthRequest> {
  return toOAuthRequest(context, context.request.method === "POST" ? await readBody(context) : "");
}

function toAnswer({ status, body }: OAuthResponse): Answer {
  return body === undefined ? emptyAnswer(status) : jsonAnswer(status, body);
}
