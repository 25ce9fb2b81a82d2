import { errors, jwtVerify } from "jose";
import { checkClaims } from "./claims.ts";
import { createIssuerKeys, KeysUnavailableError } from "./issuer-keys.ts";
import { isSecureUrl, requireIssuer } from "./issuer.ts";
import type { RefusalReason } from "./refusal.ts";
import type { TokenCheckDefinition } from "./token-check.ts";

const algorithms = ["ES256", "RS256", "PS256", "EdDSA"];

/**
 * Options of `defineJwtCheck`.
 * @example
 * ```ts
 * import { type JwtCheckOptions } from "@sallyport/resource";
 * const options: JwtCheckOptions = { issuer: "https://auth.example", jwksUri: "https://auth.example/jwks" };
 * ```
 */
export interface JwtCheckOptions {
  readonly issuer: string;
  /** Absent: found in the metadata of the issuer. */
  readonly jwksUri?: string | undefined;
}

/**
 * Checks JWT access tokens (RFC 9068 section 4) with the public keys of their issuer. Makes no request before
 * the first token comes, and none per token: a token that is revoked lives until it expires, or until a
 * revocation feed names it.
 * @throws TypeError when an option is unusable
 * @example
 * ```ts
 * import { createResourceServer, defineJwtCheck } from "@sallyport/resource";
 * const checks = [defineJwtCheck({ issuer: "https://auth.example" })];
 * const server = createResourceServer({ resource: "https://notes.example/mcp", checks });
 * ```
 */
export function defineJwtCheck({ issuer, jwksUri }: JwtCheckOptions): TokenCheckDefinition {
  requireIssuer(issuer);
  if (jwksUri !== undefined && !isSecureUrl(jwksUri)) {
    throw new TypeError("jwksUri must be an https URL (http on loopback only)");
  }
  return {
    issuer,
    open({ resource, clockToleranceSeconds, fetch, now }) {
      const keys = createIssuerKeys({ issuer, jwksUri, fetch, now });
      return {
        issuer,
        takes: ({ claimedIssuer }) => claimedIssuer === issuer,
        async judge({ text }) {
          try {
            const { payload } = await jwtVerify(text, keys, {
              algorithms,
              issuer,
              typ: "at+jwt",
              requiredClaims: ["exp"],
              clockTolerance: clockToleranceSeconds,
              currentDate: new Date(now() * 1_000),
            });
            return checkClaims(payload, resource);
          } catch (error) {
            return { ok: false, reason: reasonOf(error), cause: error };
          }
        },
      };
    },
  };
}

const reasons: Readonly<Record<string, RefusalReason>> = {
  [errors.JOSEAlgNotAllowed.code]: "algorithm_refused",
  [errors.JWKSNoMatchingKey.code]: "key_unknown",
  [errors.JWKSMultipleMatchingKeys.code]: "key_unknown",
  [errors.JWSSignatureVerificationFailed.code]: "signature_wrong",
  [errors.JWTExpired.code]: "token_expired",
};

const claimReasons: Readonly<Record<string, RefusalReason>> = {
  nbf: "token_not_yet_valid",
  typ: "not_access_token",
};

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof KeysUnavailableError) return "keys_unavailable";
  if (error instanceof errors.JWTClaimValidationFailed) return claimReasons[error.claim] ?? "claims_wrong";
  if (error instanceof errors.JOSEError) return reasons[error.code] ?? "token_malformed";
  // The issuer publishes a key that cannot be used, such as a short RSA key.
  return "key_unknown";
}
