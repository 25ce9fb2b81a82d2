import type { AuthInfo } from "./auth-info.ts";
import { corsHeaders, endpointMethods, preflightHeaders } from "./cors.ts";
import { readAtMost } from "./documents.ts";
import { dependsOnBody, scopesWithBody } from "./protect-options.ts";
import type { ProtectOptions } from "./protect-options.ts";
import type { Refusal } from "./refusal.ts";
import type { ResourceServer, Verdict } from "./resource-server.ts";

export type { ProtectOptions } from "./protect-options.ts";

export type ProtectedHandler = (request: Request, auth: AuthInfo) => Response | Promise<Response>;

export interface FetchProtectOptions extends ProtectOptions {
  /** With `scopesFor` the body is read before the handler; 4 MiB by default. */
  readonly maxBodyBytes?: number | undefined;
}

const defaultMaxBodyBytes = 4_194_304;

/** `handler` behind a good access token, as a function from Request to Response. Preflights are answered here. */
export function protect(
  server: ResourceServer,
  handler: ProtectedHandler,
  options: FetchProtectOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === "OPTIONS") return answerPreflight(request);
    const verdict = await check(server, request, options.requiredScopes);
    if (!verdict.ok) return answerRefusal(verdict);
    if (!dependsOnBody(options, request.method)) return withCors(await handler(request, verdict.auth));
    // Only now: strangers must not make us keep their bodies.
    const body = await readAtMost(request.body, options.maxBodyBytes ?? defaultMaxBodyBytes);
    if (body === undefined) return new Response(null, { status: 413, headers: corsHeaders });
    const scopes = scopesWithBody(options, parseJson(body));
    const again = scopes === undefined ? server.refuseBody() : await check(server, request, scopes);
    if (!again.ok) return answerRefusal(again);
    return withCors(await handler(new Request(request, { method: request.method, body }), again.auth));
  };
}

/** The metadata of `server` when `request` asks for it, else undefined. */
export function answerMetadata(server: ResourceServer, request: Request): Response | undefined {
  if (!server.metadataPaths.includes(new URL(request.url).pathname)) return undefined;
  const { status, headers, body } = server.handleMetadata(request.method, requestedHeaders(request));
  return new Response(body ?? null, { status, headers });
}

function check(
  server: ResourceServer,
  request: Request,
  requiredScopes: readonly string[] | undefined,
): Promise<Verdict> {
  const authorization = request.headers.get("authorization") ?? undefined;
  return server.verify(authorization, { requiredScopes, url: request.url });
}

function answerRefusal({ status, headers, body }: Refusal): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...corsHeaders, ...headers } });
}

function answerPreflight(request: Request): Response {
  return new Response(null, { status: 204, headers: preflightHeaders(endpointMethods, requestedHeaders(request)) });
}

function requestedHeaders(request: Request): string | undefined {
  return request.headers.get("access-control-request-headers") ?? undefined;
}

function withCors(response: Response): Response {
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(corsHeaders)) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
  return answer;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
