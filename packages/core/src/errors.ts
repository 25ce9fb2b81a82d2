import type { ClientId, Facts, RowId } from "./model/index.ts";

/** What the request said and what it was held against, for `explain`; never sent to the client. */
export interface Detail {
  received?: Facts;
  registered?: Facts;
  clientId?: ClientId;
  flowId?: string;
  grantId?: RowId;
}

/** Why a request was refused, for logs, metrics, tests and `explain`; never sent to the client. */
export interface Refusal {
  /** A key of `explanations`. */
  reason: string;
  cause?: unknown;
  detail?: Detail;
}

/** Every `error` value that this server can put on the wire. */
export type OAuthErrorCode = OAuthError["error"];

/**
 * A refusal that the client may see. The subclasses are the closed set; there is no other way to refuse.
 * `message` is the `error_description`: printable ASCII without `"` and `\` (RFC 6749 section 5.2).
 */
export abstract class OAuthError extends Error {
  abstract readonly error: string;
  readonly status: 400 | 401 | 403 | 429 | 503 = 400;
  readonly reason: string;
  readonly detail: Detail;

  constructor(description: string, refusal: Refusal) {
    super(description, refusal.cause === undefined ? undefined : { cause: refusal.cause });
    this.reason = refusal.reason;
    this.detail = refusal.detail ?? {};
  }
}

/** RFC 6749 sections 4.1.2.1 and 5.2. */
export class InvalidRequestError extends OAuthError {
  readonly error = "invalid_request";
}

/** RFC 6749 section 5.2. `usedBasic` asks for a `WWW-Authenticate: Basic` challenge. */
export class InvalidClientError extends OAuthError {
  readonly error = "invalid_client";
  override readonly status = 401;
  readonly usedBasic: boolean;

  constructor(description: string, refusal: Refusal & { usedBasic?: boolean }) {
    super(description, refusal);
    this.usedBasic = refusal.usedBasic ?? false;
  }
}

/** RFC 6749 section 5.2. */
export class InvalidGrantError extends OAuthError {
  readonly error = "invalid_grant";
}

/** RFC 6749 section 5.2. */
export class UnauthorizedClientError extends OAuthError {
  readonly error = "unauthorized_client";
}

/** RFC 6749 section 5.2. */
export class UnsupportedGrantTypeError extends OAuthError {
  readonly error = "unsupported_grant_type";
}

/** RFC 6749 section 4.1.2.1. */
export class UnsupportedResponseTypeError extends OAuthError {
  readonly error = "unsupported_response_type";
}

/** RFC 6749 sections 4.1.2.1 and 5.2. */
export class InvalidScopeError extends OAuthError {
  readonly error = "invalid_scope";
}

/** RFC 8707 section 2. */
export class InvalidTargetError extends OAuthError {
  readonly error = "invalid_target";
}

/** RFC 6749 section 4.1.2.1. */
export class AccessDeniedError extends OAuthError {
  readonly error = "access_denied";
}

/** RFC 8628 section 3.5. */
export class AuthorizationPendingError extends OAuthError {
  readonly error = "authorization_pending";
}

/** RFC 8628 section 3.5. */
export class SlowDownError extends OAuthError {
  readonly error = "slow_down";
}

/** RFC 8628 section 3.5. */
export class ExpiredTokenError extends OAuthError {
  readonly error = "expired_token";
}

/** RFC 6749 section 4.1.2.1. */
export class ServerError extends OAuthError {
  readonly error = "server_error";
}

/** RFC 6749 section 4.1.2.1; over HTTP a 503 (or 429) with `Retry-After`. */
export class TemporarilyUnavailableError extends OAuthError {
  readonly error = "temporarily_unavailable";
  override readonly status: 429 | 503;
  readonly retryAfterSeconds: number;

  constructor(description: string, refusal: Refusal & { status?: 429 | 503; retryAfterSeconds?: number }) {
    super(description, refusal);
    this.status = refusal.status ?? 503;
    this.retryAfterSeconds = refusal.retryAfterSeconds ?? 1;
  }
}

/** OpenID Connect Core section 3.1.2.6. */
export class LoginRequiredError extends OAuthError {
  readonly error = "login_required";
}

/** OpenID Connect Core section 3.1.2.6. */
export class ConsentRequiredError extends OAuthError {
  readonly error = "consent_required";
}

/** OpenID Connect Core section 3.1.2.6. */
export class RequestNotSupportedError extends OAuthError {
  readonly error = "request_not_supported";
}

/** OpenID Connect Core section 3.1.2.6. */
export class RequestUriNotSupportedError extends OAuthError {
  readonly error = "request_uri_not_supported";
}

/** RFC 7591 section 3.2.2. */
export class InvalidRedirectUriError extends OAuthError {
  readonly error = "invalid_redirect_uri";
}

/** RFC 7591 section 3.2.2. */
export class InvalidClientMetadataError extends OAuthError {
  readonly error = "invalid_client_metadata";
}

/** RFC 6750 section 3.1. */
export class InvalidTokenError extends OAuthError {
  readonly error = "invalid_token";
  override readonly status = 401;
  /** Whether a token was presented: without one the challenge carries no error code. */
  readonly presented: boolean;

  constructor(description: string, refusal: Refusal & { presented?: boolean }) {
    super(description, refusal);
    this.presented = refusal.presented ?? true;
  }
}

/** RFC 6750 section 3.1. */
export class InsufficientScopeError extends OAuthError {
  readonly error = "insufficient_scope";
  override readonly status = 403;
}

/**
 * An authorization request that must be answered to the person, not to the client, because the client
 * or its redirect URI is not proven (RFC 6749 section 4.1.2.1). Carries the error it would have been.
 */
export class UnredirectableError extends Error {
  readonly refusal: OAuthError;

  constructor(refusal: OAuthError) {
    super(refusal.message, { cause: refusal });
    this.refusal = refusal;
  }
}

/** A store could not do its work (locked, full, gone): a 503, never a success. */
export class StoreUnavailableError extends Error {}

/** A management call that cannot be done; `code` is the stable name that a caller can switch on. */
export class ManagementError extends Error {
  readonly code: "not_found" | "already_exists" | "conflict" | "invalid_input" | "forbidden" | "unauthenticated";
  /** The input member at fault, when there is one. */
  readonly field: string | undefined;

  constructor(code: ManagementError["code"], message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** A page of an interaction that cannot be shown or answered; the person has to start again from their application. */
export class InteractionError extends Error {
  readonly reason: "gone" | "other_browser" | "csrf" | "not_signed_in" | "other_answer";
  readonly detail: Detail;

  constructor(reason: InteractionError["reason"], detail: Detail = {}) {
    super(`interaction: ${reason}`);
    this.reason = reason;
    this.detail = detail;
  }
}
