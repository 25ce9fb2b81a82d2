import type { IncomingMessage, RequestListener } from "node:http";
import { hostSpellings, InvalidRequestError, OAuthError } from "@sallyport/core";
import type { Answer } from "@sallyport/http";
import { isAddressedTo } from "../../server/host.ts";
import type { Log } from "../../terminal/log.ts";
import { authorize } from "./authorize.ts";
import { metadataOf, paths } from "./metadata.ts";
import { pickPage, refusalPage } from "./page.ts";
import { personClaims } from "./subjects.ts";
import { answerToken, type Counter } from "./token-endpoint.ts";

interface ProviderState extends Counter {
  /** Who is signed in without being asked. */
  person: string | undefined;
  log: Log;
}

type Serve = (state: ProviderState, request: IncomingMessage, query: URLSearchParams) => Answer | Promise<Answer>;

const routes: ReadonlyMap<string, Serve> = new Map<string, Serve>([
  ["GET /.well-known/openid-configuration", showMetadata],
  ["GET /.well-known/oauth-authorization-server", showMetadata],
  [`GET ${paths.jwks}`, async ({ keys }) => json(200, await keys.jwks(), publicDocument)],
  [`GET ${paths.authorize}`, (state, _request, query) => showAuthorize(state, query)],
  [`POST ${paths.token}`, giveTokens],
  [`GET ${paths.userinfo}`, showUser],
]);

/** Nothing is secret in it, and browsers may read it from anywhere. */
const publicDocument = { "Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache" };

/** Everything that the provider answers over HTTP. */
export function createListener(state: ProviderState): RequestListener {
  const hosts = hostSpellings(state.issuer);
  return (request, response) => {
    void answer(state, hosts, request).then(({ status, headers, body }) => {
      state.log.info({ method: request.method, route: "identity-provider", status }, "request");
      const usual = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };
      response.writeHead(status, { ...usual, ...headers }).end(body);
    });
  };
}

async function answer(state: ProviderState, hosts: readonly string[], request: IncomingMessage): Promise<Answer> {
  // Under another name a web page of anybody could read what is here (DNS rebinding).
  if (!isAddressedTo(hosts, request)) return json(421, { error: "misdirected_request" });
  try {
    const [path = "", ...query] = (request.url ?? "").split("?");
    const name = `${request.method} ${path}`;
    const parameters = new URLSearchParams(query.join("?"));
    return (await routes.get(name)?.(state, request, parameters)) ?? json(404, { error: "not_found" });
  } catch (error) {
    if (error instanceof OAuthError) return refuse(error);
    state.log.error({ cause: error }, "the identity provider failed");
    return json(500, { error: "server_error" });
  }
}

async function showAuthorize(state: ProviderState, query: URLSearchParams): Promise<Answer> {
  const outcome = authorize(state, query);
  switch (outcome.kind) {
    case "redirect":
      return { status: 303, headers: { Location: outcome.to }, body: "" };
    case "refused":
      return await refusalPage(outcome.why);
    case "pick": {
      const choose = (person: string): string =>
        `${paths.authorize}?${new URLSearchParams([...query, ["person", person]]).toString()}`;
      return await pickPage({ ...outcome, choose });
    }
  }
}

function showMetadata({ issuer }: ProviderState): Answer {
  return json(200, metadataOf(issuer), publicDocument);
}

async function giveTokens(state: ProviderState, request: IncomingMessage): Promise<Answer> {
  return json(200, await answerToken(state, await readForm(request), request.headers.authorization));
}

function showUser({ access }: ProviderState, request: IncomingMessage): Answer {
  const [, token = ""] = /^bearer (\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const signIn = access.find(token);
  if (signIn !== undefined) return json(200, personClaims(signIn.subject));
  return json(401, { error: "invalid_token" }, { "WWW-Authenticate": 'Bearer error="invalid_token"' });
}

function refuse({ status, error, message }: OAuthError): Answer {
  const challenge = status === 401 ? { "WWW-Authenticate": 'Basic realm="identity provider"' } : {};
  return json(status, { error, error_description: message }, challenge);
}

function json(status: number, body: object, headers: Answer["headers"] = {}): Answer {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

const maxBodyBytes = 64 * 1024;

/** @throws InvalidRequestError when it is no form, or longer than any */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const { "content-type": type = "" } = request.headers;
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(type)) {
    throw new InvalidRequestError("the body must be application/x-www-form-urlencoded", { reason: "content_type" });
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new InvalidRequestError("the body is too long", { reason: "body_too_large" });
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
