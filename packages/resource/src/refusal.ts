import { buildChallenge } from "./challenge.ts";

/** Every way in which a request is refused. The text is for the client, the reason for logs and tests. */
const refusals = {
  token_missing: { status: 401, error: undefined, text: "an access token is required" },
  header_malformed: { status: 400, error: "invalid_request", text: "the Authorization header is malformed" },
  token_in_query: { status: 400, error: "invalid_request", text: "access tokens in the query are refused" },
  body_unclear: { status: 400, error: "invalid_request", text: "the body is not a JSON-RPC message" },
  headers_disagree: { status: 400, error: "invalid_request", text: "the Mcp headers and the body disagree" },
  token_malformed: { status: 401, error: "invalid_token", text: "the access token is malformed" },
  algorithm_refused: { status: 401, error: "invalid_token", text: "the signature algorithm is not accepted" },
  signature_wrong: { status: 401, error: "invalid_token", text: "the signature of the access token is wrong" },
  key_unknown: { status: 401, error: "invalid_token", text: "the access token is signed by an unknown key" },
  issuer_unknown: { status: 401, error: "invalid_token", text: "the access token is from another issuer" },
  not_access_token: { status: 401, error: "invalid_token", text: "the token is not an access token (at+jwt)" },
  claims_wrong: { status: 401, error: "invalid_token", text: "a claim of the access token is missing or wrong" },
  token_inactive: { status: 401, error: "invalid_token", text: "the access token is not active" },
  token_revoked: { status: 401, error: "invalid_token", text: "the access token has been revoked" },
  token_expired: { status: 401, error: "invalid_token", text: "the access token has expired" },
  token_not_yet_valid: { status: 401, error: "invalid_token", text: "the access token is not valid yet" },
  resource_wrong: { status: 401, error: "invalid_token", text: "the access token is for another resource" },
  sender_constrained: { status: 401, error: "invalid_token", text: "the access token is bound to a key" },
  scope_missing: { status: 403, error: "insufficient_scope", text: "the access token lacks a permission" },
  keys_unavailable: { status: 503, error: "temporarily_unavailable", text: "access tokens cannot be checked now" },
  introspection_unavailable: {
    status: 503,
    error: "temporarily_unavailable",
    text: "access tokens cannot be checked now",
  },
  revocations_unknown: { status: 503, error: "temporarily_unavailable", text: "access tokens cannot be checked now" },
} as const;

const retryAfterSeconds = 5;

/**
 * Why a request is refused, for logs and metrics.
 * @example
 * ```ts
 * import { type RefusalReason } from "@sallyport/resource";
 * export const isOutage = (reason: RefusalReason) => reason === "keys_unavailable" || reason === "introspection_unavailable";
 * ```
 */
export type RefusalReason = keyof typeof refusals;

interface OAuthBody {
  readonly error?: string;
  readonly error_description: string;
}

/** For what MCP itself forbids. */
interface JsonRpcBody {
  readonly jsonrpc: "2.0";
  readonly error: { readonly code: number; readonly message: string };
  readonly id: null;
}

/** HeaderMismatch of MCP 2026-07-28. */
const headerMismatch = -32_020;

/**
 * A complete answer to a request that must not be served.
 * @example
 * ```ts
 * import { type Refusal } from "@sallyport/resource";
 * export const log = ({ status, reason }: Refusal) => console.log(status, reason);
 * ```
 */
export interface Refusal {
  readonly ok: false;
  readonly status: 400 | 401 | 403 | 503;
  /** Absent with 503: the token may well be good. */
  readonly wwwAuthenticate: string | undefined;
  /** All headers of the answer, `WWW-Authenticate` included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: OAuthBody | JsonRpcBody;
  /** For logs and metrics; never sent. */
  readonly reason: RefusalReason;
  readonly cause: unknown;
}

export interface RefusalDetails {
  readonly scopes: readonly string[];
  readonly metadataUrl: string;
  readonly cause?: unknown;
}

/** The answer for `reason` (RFC 6750 section 3, RFC 9728 section 5.1). */
export function refuse(reason: RefusalReason, details: RefusalDetails): Refusal {
  const { status, error, text } = refusals[reason];
  const wwwAuthenticate = status === 503 ? undefined : buildChallenge({ ...details, error, description: text });
  return {
    ok: false,
    status,
    wwwAuthenticate,
    headers: {
      "Cache-Control": "no-store",
      "Content-Type": "application/json",
      ...(wwwAuthenticate === undefined
        ? { "Retry-After": String(retryAfterSeconds) }
        : { "WWW-Authenticate": wwwAuthenticate }),
    },
    body: bodyOf(reason),
    reason,
    cause: details.cause,
  };
}

function bodyOf(reason: RefusalReason): Refusal["body"] {
  const { error, text } = refusals[reason];
  if (reason === "headers_disagree")
    return { jsonrpc: "2.0", error: { code: headerMismatch, message: text }, id: null };
  return { ...(error === undefined ? {} : { error }), error_description: text };
}
