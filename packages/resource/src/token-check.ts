import type { AccessTokenVerdict } from "./claims.ts";
import type { Fetch } from "./documents.ts";

/** A token as it came in: nothing of it is believed yet. */
export interface UncheckedToken {
  readonly text: string;
  /** `iss` of a JWT; undefined for every other token. */
  readonly claimedIssuer: string | undefined;
}

/** One way to check the access tokens of one issuer. */
export interface TokenCheck {
  readonly issuer: string;
  /** Whether the token looks like one of this issuer's. Of several checks the first that takes it decides. */
  takes(token: UncheckedToken): boolean;
  judge(token: UncheckedToken): Promise<AccessTokenVerdict>;
}

export interface CheckEnvironment {
  /** The resource in its canonical spelling. */
  readonly resource: string;
  readonly clockToleranceSeconds: number;
  readonly fetch: Fetch;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** A check as it stands in the options: the resource server opens it with what it knows itself. */
export interface TokenCheckDefinition {
  readonly issuer: string;
  /** Whether `takes` cannot tell the issuer's opaque tokens from others; at most one check may be so. */
  readonly takesAnyOpaqueToken?: boolean | undefined;
  open(environment: CheckEnvironment): TokenCheck;
}
