/** Why nothing was fetched: short stable words, for logs and metrics and never for the other side. */
export type FailureReason =
  | UrlFault
  | "busy"
  | "deadline"
  | "closed"
  | "dns_failed"
  | "address_not_public"
  | "connect_failed"
  | "tls_failed"
  | "connection_lost"
  | "redirect"
  | "not_modified_unasked"
  | `status_${number}`
  | "content_type"
  | "content_encoding"
  | "too_large"
  | "not_utf8";

/** What makes an address one that is not fetched at all. */
export type UrlFault = "url_malformed" | "url_scheme" | "url_userinfo" | "url_address" | "url_host" | "url_port";

/** Ends a fetch from anywhere inside it; `createFetcher` alone catches it. */
export class FetchFailure extends Error {
  override name = "FetchFailure";
  readonly reason: FailureReason;

  constructor(reason: FailureReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

/** What ended the signal, or else `cause` if it is a failure already, or else `reason` because of it. */
export function failureOf(signal: AbortSignal, reason: FailureReason, cause: unknown): FetchFailure {
  const ended: unknown = signal.reason;
  if (ended instanceof FetchFailure) return ended;
  return cause instanceof FetchFailure ? cause : new FetchFailure(reason, { cause });
}
