/**
 * What a request handler learns about the caller; the shape that the MCP SDKs expect as `req.auth`.
 * @example
 * ```ts
 * import { type AuthInfo } from "@sallyport/resource";
 * export const nameOf = ({ clientId, extra }: AuthInfo) => `${extra.subject} by ${clientId}`;
 * ```
 */
export interface AuthInfo {
  readonly token: string;
  readonly clientId: string;
  readonly scopes: string[];
  /** Seconds since 1970; the SDKs refuse a caller without it. */
  readonly expiresAt: number;
  /** This resource in its canonical spelling. */
  readonly resource: URL;
  /** Where the SDK's own challenges (v2) send the client. */
  readonly resourceMetadataUrl: string;
  readonly extra: {
    /** `sub` of the token: unique per issuer, never reused. */
    readonly subject: string;
    readonly issuer: string;
    readonly claims: Readonly<Record<string, unknown>>;
    readonly [name: string]: unknown;
  };
}
