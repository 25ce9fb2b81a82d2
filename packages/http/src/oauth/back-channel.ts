import {
  addressPrefix,
  InvalidClientError,
  type OAuthRequest,
  type OAuthResponse,
  type Provider,
} from "@sallyport/core";
import { type Answer, emptyAnswer, jsonAnswer } from "../request/answer.ts";
import type { LimitName } from "../request/limits.ts";
import type { Site } from "../request/site.ts";
import {
  basicClientId,
  namedClientId,
  noteParameters,
  readBody,
  toOAuthRequest,
  type Visit,
} from "../request/visit.ts";

/** The endpoints where a client authenticates. */
type ClientEndpoint = Extract<
  LimitName & keyof Provider,
  "token" | "revoke" | "introspect" | "revocations" | "deviceAuthorization"
>;

/** Serves an endpoint of clients: limited by client and address, and sooner after failures. */
export function serveClient(name: ClientEndpoint): (site: Site, visit: Visit) => Promise<Answer> {
  return async (site, visit) => {
    const message = toOAuthRequest(visit, await readBody(visit));
    const clientId = basicClientId(visit.authorization[0]) ?? namedClientId(message.body);
    if (clientId !== undefined) visit.note.clientId = clientId;
    const key = `${addressPrefix(visit.address)} ${clientId ?? ""}`;
    await site.limiter.check("authenticationFailures", key);
    await site.limiter.charge(name, key);
    try {
      return toAnswer(await site.provider[name](message));
    } catch (error) {
      noteParameters(visit, message.body);
      if (error instanceof InvalidClientError) await site.limiter.charge("authenticationFailures", key);
      throw error;
    }
  };
}

export async function serveRegister(site: Site, visit: Visit): Promise<Answer> {
  return toAnswer(await site.provider.register(await readMessage(visit)));
}

/** RFC 7592: the client's id stands in the address. */
export async function serveClientConfiguration(site: Site, visit: Visit): Promise<Answer> {
  const { id } = visit.request.params;
  const body = visit.request.method === "PUT" ? await readBody(visit) : "";
  return toAnswer(
    await site.provider.clientConfiguration(toOAuthRequest(visit, body), typeof id === "string" ? id : ""),
  );
}

export async function serveUserinfo(site: Site, visit: Visit): Promise<Answer> {
  await site.limiter.charge("userinfo", `${addressPrefix(visit.address)} ${visit.authorization.join(" ")}`);
  return toAnswer(await site.provider.userinfo(await readMessage(visit)));
}

async function readMessage(visit: Visit): Promise<OAuthRequest> {
  return toOAuthRequest(visit, visit.request.method === "POST" ? await readBody(visit) : "");
}

function toAnswer({ status, body }: OAuthResponse): Answer {
  return body === undefined ? emptyAnswer(status) : jsonAnswer(status, body);
}
