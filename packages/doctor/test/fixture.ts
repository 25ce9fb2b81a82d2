import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Ask, reply, type Reply, type Site } from "./exchange.ts";
import { authorize, consent, signIn } from "./fixture-authorize.ts";
import { answerMcp } from "./fixture-mcp.ts";
import { register, token } from "./fixture-token.ts";

/** Changes the reply of a healthy site. */
export type Fault = (ask: Ask, reply: Reply, site: Site) => Reply | undefined;

export interface Fixture extends AsyncDisposable {
  readonly site: Site;
  readonly port: number;
}

export interface FixtureOptions {
  readonly fault?: Fault | undefined;
  /** Under which the MCP server is known, when it is not its address. */
  readonly mcpOrigin?: string | undefined;
}

export async function startFixture({ fault, mcpOrigin }: FixtureOptions = {}): Promise<Fixture> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fixture has no port");
  const { port } = address;
  const origin = mcpOrigin ?? `http://127.0.0.1:${port}`;
  const issuerOrigin = `http://localhost:${port}`;
  const site: Site = {
    mcpOrigin: origin,
    mcpUrl: `${origin}/mcp`,
    issuer: `${issuerOrigin}/as`,
    issuerOrigin,
    clients: new Map(),
    tokens: new Set(),
    refreshTokens: new Map(),
    requests: [],
  };
  server.on("request", (request, response) => void respond(site, fault, { request, response }));
  return {
    site,
    port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(
  site: Site,
  fault: Fault | undefined,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const ask = await read(request);
  site.requests.push(ask);
  const healthy = answer(site, ask);
  const { status, headers, body } = fault?.(ask, healthy, site) ?? healthy;
  const isText = typeof body === "string";
  const type = isText ? "text/html" : "application/json";
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(body === undefined ? "" : isText ? body : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<Ask> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fixture");
  const isJson = request.headers["content-type"]?.startsWith("application/json") === true;
  return {
    method: request.method ?? "GET",
    host: request.headers.host ?? "",
    path: pathname,
    query: searchParams,
    headers: request.headers,
    form: new URLSearchParams(isJson ? "" : text),
    json: isJson && text !== "" ? JSON.parse(text) : undefined,
  };
}

const notFound = reply(404, { error: "not_found" });

function answer(site: Site, ask: Ask): Reply {
  if (ask.method === "OPTIONS") return preflight(ask);
  const isMcpHost = ask.host.startsWith("127.");
  if (isMcpHost && ask.path === "/mcp") return answerMcp(site, ask);
  if (isMcpHost) return resourcePaths.includes(ask.path) ? reply(200, resourceMetadata(site)) : notFound;
  if (serverPaths.includes(ask.path)) return reply(200, serverMetadata(site));
  return endpoints[`${ask.method} ${ask.path}`]?.(site, ask) ?? notFound;
}

function preflight({ headers }: Ask): Reply {
  return reply(204, undefined, {
    "access-control-allow-headers": String(headers["access-control-request-headers"] ?? ""),
    "access-control-allow-methods": "GET, POST, DELETE",
  });
}

export const resourcePaths: readonly string[] = [
  "/.well-known/oauth-protected-resource/mcp",
  "/.well-known/oauth-protected-resource",
];

export const serverPaths: readonly string[] = [
  "/.well-known/oauth-authorization-server/as",
  "/.well-known/openid-configuration/as",
  "/as/.well-known/openid-configuration",
  "/as/.well-known/oauth-authorization-server",
];

const endpoints: Record<string, (site: Site, ask: Ask) => Reply> = {
  "GET /as/jwks": () => reply(200, { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", kid: "1" }] }),
  "POST /as/register": register,
  "GET /as/authorize": authorize,
  "POST /as/sign-in": signIn,
  "GET /as/sign-in": signIn,
  "POST /as/consent": consent,
  "POST /as/token": token,
  "DELETE /as/register/1": (site) => {
    site.clients.clear();
    return reply(204);
  },
  "POST /as/revoke": (site, { form }) => {
    site.tokens.delete(form.get("token") ?? "");
    site.refreshTokens.delete(form.get("token") ?? "");
    return reply(200);
  },
  "POST /as/introspect": () => reply(401, { error: "invalid_client" }),
};

function resourceMetadata({ mcpUrl, issuer }: Site): Record<string, unknown> {
  return { resource: mcpUrl, authorization_servers: [issuer], scopes_supported: ["read"] };
}

export function serverMetadata({ issuer }: Site): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    introspection_endpoint: `${issuer}/introspect`,
    revocation_endpoint: `${issuer}/revoke`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
  };
}
