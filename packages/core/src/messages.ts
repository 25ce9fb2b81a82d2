/** One HTTP request as core sees it: no framework, the body unparsed. */
export interface OAuthRequest {
  method: string;
  /** The query string without `?`; empty when there is none. */
  query: string;
  /** The body as text; empty when there is none. */
  body: string;
  contentType: string | undefined;
  /** Every `Authorization` header that was sent, in order. */
  authorization: readonly string[];
  /** The client's address after trusted proxies. */
  address: string | undefined;
  userAgent: string | undefined;
}

/** A JSON object without `null`: absent members are left out (RFC 8414 section 3.2). */
export type JsonObject = { [name: string]: JsonValue | undefined };
export type JsonValue = string | number | boolean | readonly JsonValue[] | JsonObject;

/** A successful answer of a back-channel endpoint. */
export interface OAuthResponse {
  status: 200 | 201 | 204;
  /** Absent: an empty body. */
  body?: JsonObject;
}
