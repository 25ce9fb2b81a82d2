import { checkClaims } from "./claims.ts";
import { requireIssuer } from "./issuer.ts";
import type { TokenCheckDefinition } from "./token-check.ts";

/**
 * Options of `defineLookupCheck`.
 * @example
 * ```ts
 * import { type LookupCheckOptions } from "@sallyport/resource";
 * const options: LookupCheckOptions = { issuer: "https://auth.example", lookUp: async () => undefined };
 * ```
 */
export interface LookupCheckOptions {
  readonly issuer: string;
  /**
   * The claims of a living access token, or undefined for every other text. Asked at each request; when it throws,
   * the request is answered by 503.
   */
  readonly lookUp: (token: string) => Promise<unknown>;
}

/**
 * Checks access tokens by a function, where the authorization server runs in the same process: what it revokes ends
 * at once. The audience is judged here.
 * @throws TypeError when the issuer is no secure URL
 * @example
 * ```ts
 * import { defineLookupCheck } from "@sallyport/resource";
 * const claims = new Map<string, object>();
 * const check = defineLookupCheck({ issuer: "https://auth.example", lookUp: async (token) => claims.get(token) });
 * ```
 */
export function defineLookupCheck({ issuer, lookUp }: LookupCheckOptions): TokenCheckDefinition {
  requireIssuer(issuer);
  return {
    issuer,
    takesAnyOpaqueToken: true,
    open: ({ resource }) => ({
      issuer,
      takes: ({ claimedIssuer }) => claimedIssuer === undefined || claimedIssuer === issuer,
      async judge({ text }) {
        try {
          const claims = await lookUp(text);
          return claims === undefined ? { ok: false, reason: "token_inactive" } : checkClaims(claims, resource);
        } catch (cause) {
          return { ok: false, reason: "introspection_unavailable", cause };
        }
      },
    }),
  };
}
