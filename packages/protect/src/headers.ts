import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** The header that tells the upstream who is calling. */
export const identityHeader = "sallyport-identity";

/** Tracing (W3C Trace Context and Baggage), and the ids that people search logs for. */
const tracing = ["traceparent", "tracestate", "baggage", "x-request-id", "x-correlation-id"];

/** Headers of a request that reach the upstream, beside `Mcp-*` and those that an operator names. */
const allowedToUpstream = new Set([
  ...tracing,
  "accept",
  "accept-encoding",
  "accept-language",
  "content-encoding",
  "content-language",
  "content-length",
  "content-type",
  "last-event-id",
  "user-agent",
]);

/** Headers of an answer that reach the client, beside `Mcp-*` and those that an operator names. */
const allowedToClient = new Set([
  ...tracing,
  "allow",
  "content-encoding",
  "content-language",
  "content-length",
  "content-type",
  "etag",
  "last-modified",
  "retry-after",
  "server-timing",
  "traceresponse",
  "vary",
]);

const mcpHeader = /^mcp-[a-z0-9-]+$/;

/**
 * Names by which frameworks and proxies learn who calls, from where, or what was asked for: only this proxy may say so.
 * Those about one connection are here too (RFC 9110 section 7.6.1).
 */
const claims: readonly RegExp[] = [
  /^(authorization|cookie|dpop|expect|forwarded|from|host|origin|referer|set-cookie|via)$/,
  /^(connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length)$/,
  /^(www|proxy)-/,
  /^(access-control|cf|fastly|remote|sallyport|sec|ssl|surrogate)-/,
  /^x-(forwarded|original|rewrite|real|client|cluster|remote|auth|authenticated|user|webauth|ssl|accel|sendfile|http-method)(-|$)/,
  /(^|-)(client-ip|client-cert|true-client-ip|remote-user|user-id|user-name|username|api-key)$/,
];

/** A name that may be forwarded when an operator asks for it: a token without `_`, and no claim of who calls. */
function isForwardable(name: string): boolean {
  return /^[a-z0-9-]+$/.test(name) && !claims.some((claim) => claim.test(name));
}

/**
 * Checks the names of the headers that an operator wants to pass in both directions.
 * @returns the names in lower case
 * @throws TypeError naming the first header that is malformed, or by which the upstream learns who calls
 * @example
 * parseForwardHeaders(["X-Tenant"]); // Set { "x-tenant" }
 */
export function parseForwardHeaders(names: readonly string[]): ReadonlySet<string> {
  const lowerCase = names.map((name) => name.toLowerCase());
  const refused = lowerCase.find((name) => !isForwardable(name));
  if (refused === undefined) return new Set(lowerCase);
  throw new TypeError(
    `the header ${refused} is not forwarded: it is malformed, or the upstream trusts it to say who calls`,
  );
}

/**
 * Headers of a request for the upstream. A name spelled with `_` never passes: servers behind CGI and WSGI cannot tell
 * it from the one with `-`.
 */
export function toUpstream(headers: IncomingHttpHeaders, more: ReadonlySet<string>): OutgoingHttpHeaders {
  return pick(headers, allowedToUpstream, more);
}

/** Headers of an answer for the client. */
export function toClient(headers: IncomingHttpHeaders, more: ReadonlySet<string>): OutgoingHttpHeaders {
  const kept = pick(headers, allowedToClient, more);
  // It depends on the caller; and nobody on the way may hold a stream back.
  return { ...kept, "cache-control": "no-store, no-transform", "x-accel-buffering": "no" };
}

function pick(
  headers: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
  more: ReadonlySet<string>,
): OutgoingHttpHeaders {
  const named = namedByConnection(headers);
  const isWanted = (name: string): boolean =>
    !named.has(name) && (allowed.has(name) || mcpHeader.test(name) || more.has(name));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isWanted(name)));
}

/** `Connection` names headers that are about one connection. */
function namedByConnection({ connection = "" }: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}
