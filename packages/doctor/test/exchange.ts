import type { IncomingMessage } from "node:http";

/** One request, read to its end. */
export interface Ask {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly form: URLSearchParams;
  readonly json: unknown;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** Objects become JSON. */
  body: unknown;
}

/** An MCP server at 127.0.0.1 and its authorization server, with a path in its issuer, at localhost. */
export interface Site {
  readonly mcpOrigin: string;
  readonly mcpUrl: string;
  readonly issuer: string;
  readonly issuerOrigin: string;
  readonly clients: Map<string, readonly string[]>;
  readonly tokens: Set<string>;
  /** Refresh tokens with what they were changed for. */
  readonly refreshTokens: Map<string, string | undefined>;
  readonly requests: Ask[];
}

const cors = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "www-authenticate",
  "cache-control": "no-store",
};

export function reply(status: number, body?: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers: { ...cors, ...headers }, body };
}
