import { corsHeaders, endpointMethods, preflightHeaders } from "./cors.ts";
import { demandByBody, demandByHeaders, dependsOnBody } from "./demand.ts";
import type { ProtectOptions } from "./demand.ts";
import type { McpHeaders } from "./mcp-headers.ts";
import type { ResourceServer, Verdict } from "./resource-server.ts";

export type { ProtectOptions } from "./demand.ts";

/**
 * What is used of a request: Express 4 and 5, Connect, or Node's own with `next`.
 * @example
 * ```ts
 * import { type NodeRequest } from "@sallyport/resource/express";
 * const request: NodeRequest = { method: "GET", url: "/mcp", headers: { authorization: "Bearer token" } };
 * ```
 */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The URL as it came in, where a router has cut `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

/**
 * Of any server on Node's own HTTP; a framework's body parser may have been there before.
 * @example
 * ```ts
 * import { type NodeProtectOptions } from "@sallyport/resource/express";
 * const options: NodeProtectOptions = { requiredScopes: ["notes:read"] };
 * ```
 */
export interface NodeProtectOptions extends ProtectOptions {
  /**
   * Where nothing has parsed the body before: parses it, once the token was found good, so that strangers do
   * not make us keep their bodies. What it throws goes to `next`. Absent: `request.body`.
   */
  readonly readBody?: (() => Promise<unknown>) | undefined;
}

/**
 * The members of a Node response that `protect` uses.
 * @example
 * ```ts
 * import { ServerResponse, type IncomingMessage } from "node:http";
 * import { type NodeResponse } from "@sallyport/resource/express";
 * export const open = (request: IncomingMessage): NodeResponse => new ServerResponse(request);
 * ```
 */
export interface NodeResponse {
  statusCode: number;
  getHeader(name: string): number | string | string[] | undefined;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

/**
 * Passes the request, or an error, to the next middleware.
 * @example
 * ```ts
 * import { type Next } from "@sallyport/resource/express";
 * const next: Next = (error) => console.log(error ?? "passed");
 * ```
 */
export type Next = (error?: unknown) => void;

/**
 * Lets a request pass only with a good access token, and then sets `req.auth` for the MCP SDK. Refused
 * requests and browsers' preflights are answered here, with CORS for every origin unless an earlier
 * middleware has set its own. With `scopesFor` it needs the parsed body: put `express.json()` before it.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { protect } from "@sallyport/resource/express";
 * import express from "express";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * express().use("/mcp", express.json(), protect(server, { requiredScopes: ["notes:read"] }));
 * ```
 */
export function protect(
  server: ResourceServer,
  options: NodeProtectOptions = {},
): (request: NodeRequest, response: NodeResponse, next: Next) => Promise<void> {
  return async (request, response, next) => {
    if (request.method === "OPTIONS") return answerPreflight(request, response);
    addCors(response);
    let verdict: Verdict;
    try {
      verdict = await check(server, options, request);
    } catch (error) {
      // Express 4 does not look at promises.
      return next(error);
    }
    if (!verdict.ok) return answer(response, { ...verdict, body: JSON.stringify(verdict.body) });
    Object.assign(request, { auth: verdict.auth });
    next();
  };
}

/**
 * Answers at the metadata paths of `server`; mount it at the root. With several, the first has the root document.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { metadataRouter } from "@sallyport/resource/express";
 * import express from "express";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * express().use(metadataRouter(server));
 * ```
 */
export function metadataRouter(
  server: ResourceServer,
): (request: NodeRequest, response: NodeResponse, next: Next) => void {
  return (request, response, next) => {
    const answering = server.answerWellKnown({
      path: pathOf(request),
      method: request.method ?? "GET",
      requestedHeaders: headerOf(request, "access-control-request-headers"),
    });
    if (answering === undefined) return next();
    answering.then((found) => answer(response, found)).catch(next);
  };
}

async function check(server: ResourceServer, options: NodeProtectOptions, request: NodeRequest): Promise<Verdict> {
  const headers = mcpHeadersOf(request);
  const { readBody } = options;
  const isByBody = dependsOnBody(options, request.method);
  const demand =
    isByBody && readBody === undefined
      ? demandByBody(options, headers, request.body)
      : demandByHeaders(options, headers);
  const verdict = await server.verify(headerOf(request, "authorization"), {
    requiredScopes: demand.scopes,
    url: urlOf(request),
  });
  if (!verdict.ok) return verdict;
  if (demand.trouble !== undefined) return server.refuseRequest(demand.trouble);
  if (!isByBody || readBody === undefined) return verdict;
  const { scopes, trouble } = demandByBody(options, headers, await readBody());
  return trouble === undefined ? server.requireScopes(verdict.auth, scopes) : server.refuseRequest(trouble);
}

function mcpHeadersOf(request: NodeRequest): McpHeaders {
  return { method: headerOf(request, "mcp-method"), name: headerOf(request, "mcp-name") };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

function answer(response: NodeResponse, { status, headers, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

function answerPreflight(request: NodeRequest, response: NodeResponse): void {
  const requested = headerOf(request, "access-control-request-headers");
  answer(response, { status: 204, headers: preflightHeaders(endpointMethods, requested), body: undefined });
}

function addCors(response: NodeResponse): void {
  for (const [name, value] of Object.entries(corsHeaders)) {
    if (response.getHeader(name) === undefined) response.setHeader(name, value);
  }
}

/** A header that came several times is joined, so that it does not pass as one. */
function headerOf(request: NodeRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

function urlOf(request: NodeRequest): string {
  return request.originalUrl ?? request.url ?? "/";
}

function pathOf(request: NodeRequest): string {
  return urlOf(request).replace(/\?.*$/s, "");
}
