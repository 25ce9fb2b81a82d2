import type { AccessTokenVerdict } from "./claims.ts";
import type { Fetch } from "./documents.ts";

/**
 * A token as it came in: nothing of it is believed yet.
 * @example
 * ```ts
 * import { type UncheckedToken } from "@sallyport/resource";
 * export const isOpaque = ({ claimedIssuer }: UncheckedToken) => claimedIssuer === undefined;
 * ```
 */
export interface UncheckedToken {
  readonly text: string;
  /** `iss` of a JWT; undefined for every other token. */
  readonly claimedIssuer: string | undefined;
}

/**
 * One way to check the access tokens of one issuer.
 * @example
 * ```ts
 * import { type TokenCheck } from "@sallyport/resource";
 * const check: TokenCheck = {
 *   issuer: "https://auth.example",
 *   takes: ({ text }) => text.startsWith("my_"),
 *   judge: async () => ({ ok: false, reason: "token_inactive" }),
 * };
 * ```
 */
export interface TokenCheck {
  readonly issuer: string;
  /** Whether the token looks like one of this issuer's. Of several checks the first that takes it decides. */
  takes(token: UncheckedToken): boolean;
  judge(token: UncheckedToken): Promise<AccessTokenVerdict>;
}

/**
 * What the resource server passes to a token check.
 * @example
 * ```ts
 * import { type CheckEnvironment } from "@sallyport/resource";
 * export const isPast = ({ now, clockToleranceSeconds }: CheckEnvironment, exp: number) =>
 *   exp + clockToleranceSeconds < now();
 * ```
 */
export interface CheckEnvironment {
  /** The resource in its canonical spelling. */
  readonly resource: string;
  readonly clockToleranceSeconds: number;
  readonly fetch: Fetch;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/**
 * A check as it stands in the options: the resource server opens it with what it knows itself.
 * @example
 * ```ts
 * import { type TokenCheckDefinition } from "@sallyport/resource";
 * const issuer = "https://auth.example";
 * const definition: TokenCheckDefinition = {
 *   issuer,
 *   open: () => ({ issuer, takes: () => true, judge: async () => ({ ok: false, reason: "token_inactive" }) }),
 * };
 * ```
 */
export interface TokenCheckDefinition {
  readonly issuer: string;
  /** Whether `takes` cannot tell the issuer's opaque tokens from others; at most one check may be so. */
  readonly takesAnyOpaqueToken?: boolean | undefined;
  open(environment: CheckEnvironment): TokenCheck;
}
