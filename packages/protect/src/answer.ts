import type { ServerResponse } from "node:http";

/** An answer of ours, in place of the upstream's. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const trouble = (error: string, text: string) => ({ error, error_description: text });

/** Every way in which the proxy itself declines; what is about tokens is in `@sallyport/resource`. */
export const answers = {
  foreignHost: { status: 421, body: trouble("misdirected_request", "this server does not answer for that host") },
  notFound: { status: 404, body: trouble("not_found", "there is nothing but the MCP endpoint") },
  methodRefused: {
    status: 405,
    body: trouble("method_not_allowed", "the MCP endpoint takes GET, POST and DELETE"),
    headers: { Allow: "GET, HEAD, POST, DELETE, OPTIONS" },
  },
  tooLarge: {
    status: 413,
    body: trouble("message_too_large", "the message is too long to be judged by the tool that it calls"),
  },
  sessionUnknown: {
    status: 404,
    body: { jsonrpc: "2.0", error: { code: -32_001, message: "Session not found" }, id: null },
  },
  upstreamSilent: {
    status: 502,
    body: trouble("upstream_unreachable", "the MCP server behind this address does not answer"),
  },
  upstreamRefuses: {
    status: 502,
    body: trouble("upstream_refused", "the MCP server behind this address wants authorization of its own"),
  },
  upstreamRedirects: {
    status: 502,
    body: trouble("upstream_redirected", "the MCP server behind this address says that it is somewhere else"),
  },
  upstreamBroken: {
    status: 502,
    body: trouble("upstream_broken", "the MCP server behind this address does not speak HTTP as it should"),
  },
  upstreamSlow: {
    status: 504,
    body: trouble("upstream_slow", "the MCP server behind this address did not answer in time"),
  },
  failed: { status: 500, body: trouble("server_error", "the request failed here") },
} as const satisfies Record<string, Answer>;

/** Where nothing was answered yet. */
export function answer(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers });
  response.end(JSON.stringify(body));
}
