import { decodeJwt, errors, jwtVerify } from "jose";
import type { JWTVerifyGetKey } from "jose";
import { isSameResource } from "@sallyport/core/resource-uri";
import { z } from "zod";
import { KeysUnavailableError } from "./issuer-keys.ts";
import type { RefusalReason } from "./refusal.ts";

const algorithms = ["ES256", "RS256", "PS256", "EdDSA"];

/** RFC 9068 section 2.2; `aud` may be one text (RFC 7519 section 4.1.3). */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  exp: z.number(),
  client_id: z.string().min(1),
  scope: z.string().optional(),
});

export type AccessTokenClaims = z.infer<typeof claimsSchema>;

export type AccessTokenVerdict =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly reason: RefusalReason; readonly cause?: unknown };

export interface AccessTokenRules {
  readonly resource: string;
  readonly keysByIssuer: ReadonlyMap<string, JWTVerifyGetKey>;
  readonly clockToleranceSeconds: number;
  readonly now: () => number;
}

/** Whether `token` is a valid access token for this resource (RFC 9068 section 4). */
export async function checkAccessToken(token: string, rules: AccessTokenRules): Promise<AccessTokenVerdict> {
  const issuer = claimedIssuer(token);
  if (issuer === undefined) return { ok: false, reason: "token_malformed" };
  const keys = rules.keysByIssuer.get(issuer);
  if (keys === undefined) return { ok: false, reason: "issuer_unknown" };
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms,
      issuer,
      typ: "at+jwt",
      requiredClaims: ["exp"],
      clockTolerance: rules.clockToleranceSeconds,
      currentDate: new Date(rules.now() * 1_000),
    });
    return checkClaims(payload, rules.resource);
  } catch (error) {
    return { ok: false, reason: reasonOf(error), cause: error };
  }
}

/** Not yet believed: it only picks the keys that the token must then be signed with. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

function checkClaims(payload: unknown, resource: string): AccessTokenVerdict {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return { ok: false, reason: "claims_wrong", cause: parsed.error };
  const claims = parsed.data;
  if (!claims.aud.some((one) => isSameResource(one, resource))) return { ok: false, reason: "resource_wrong" };
  // A key-bound token without proof of the key is a stolen one (RFC 9449 section 7.1, RFC 8705 section 3).
  if (claims["cnf"] !== undefined) return { ok: false, reason: "sender_constrained" };
  return { ok: true, claims };
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
