import type { AuthInfo } from "./auth-info.ts";
import { corsHeaders, endpointMethods, preflightHeaders } from "./cors.ts";
import { demandByBody, demandByHeaders, dependsOnBody } from "./demand.ts";
import type { ProtectOptions } from "./demand.ts";
import { readAtMost } from "./documents.ts";
import type { McpHeaders } from "./mcp-headers.ts";
import type { Refusal } from "./refusal.ts";
import type { ResourceServer } from "./resource-server.ts";

/**
 * Options of `protect` for `Request` and `Response`.
 * @example
 * ```ts
 * import { type FetchProtectOptions } from "@sallyport/resource/fetch";
 * const options: FetchProtectOptions = { requiredScopes: ["notes:read"], maxBodyBytes: 65_536 };
 * ```
 */
export interface FetchProtectOptions extends ProtectOptions {
  /** With `scopesFor` the body is read before the handler; 4 MiB by default. */
  readonly maxBodyBytes?: number | undefined;
}

/** A request that may be served. */
interface Admitted {
  readonly ok: true;
  readonly auth: AuthInfo;
  /** The request with its body still to be read. */
  readonly request: Request;
  /** The body, where it was needed to decide. */
  readonly parsedBody: unknown;
}

export type Admission = Admitted | { readonly ok: false; readonly response: Response };

const defaultMaxBodyBytes = 4_194_304;

/** Lets `request` pass only with a good access token; preflights of browsers are answered without one. */
export async function admit(
  server: ResourceServer,
  request: Request,
  options: FetchProtectOptions,
): Promise<Admission> {
  if (request.method === "OPTIONS") return { ok: false, response: answerPreflight(request) };
  const headers = mcpHeadersOf(request);
  const { scopes } = demandByHeaders(options, headers);
  const verdict = await server.verify(request.headers.get("authorization") ?? undefined, {
    requiredScopes: scopes,
    url: request.url,
  });
  if (!verdict.ok) return refused(verdict);
  if (!dependsOnBody(options, request.method)) return { ok: true, auth: verdict.auth, request, parsedBody: undefined };
  // Only now: strangers must not make us keep their bodies.
  const body = await readAtMost(request.body, options.maxBodyBytes ?? defaultMaxBodyBytes);
  if (body === undefined) return { ok: false, response: new Response(null, { status: 413, headers: corsHeaders }) };
  const parsedBody = parseJson(body);
  const demand = demandByBody(options, headers, parsedBody);
  if (demand.trouble !== undefined) return refused(server.refuseRequest(demand.trouble));
  const judged = server.requireScopes(verdict.auth, demand.scopes);
  if (!judged.ok) return refused(judged);
  const replayed = new Request(request, { method: request.method, body });
  return { ok: true, auth: judged.auth, request: replayed, parsedBody };
}

/**
 * The answer at the paths of `server` that are served to everybody; undefined elsewhere.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { answerMetadata } from "@sallyport/resource/fetch";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * export const serve = (request: Request) => answerMetadata(server, request) ?? new Response(null, { status: 404 });
 * ```
 */
export function answerMetadata(server: ResourceServer, request: Request): Promise<Response> | undefined {
  const { method } = request;
  const path = new URL(request.url).pathname;
  const answering = server.answerWellKnown({ path, method, requestedHeaders: requestedHeaders(request) });
  return answering?.then(({ status, headers, body }) => new Response(body ?? null, { status, headers }));
}

/** `response` with CORS for every origin, unless it has its own. */
export function withCors(response: Response): Response {
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(corsHeaders)) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
  return answer;
}

function refused({ status, headers, body }: Refusal): Admission {
  return {
    ok: false,
    response: new Response(JSON.stringify(body), { status, headers: { ...corsHeaders, ...headers } }),
  };
}

function answerPreflight(request: Request): Response {
  return new Response(null, { status: 204, headers: preflightHeaders(endpointMethods, requestedHeaders(request)) });
}

function requestedHeaders(request: Request): string | undefined {
  return request.headers.get("access-control-request-headers") ?? undefined;
}

function mcpHeadersOf({ headers }: Request): McpHeaders {
  return { method: headers.get("mcp-method") ?? undefined, name: headers.get("mcp-name") ?? undefined };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
