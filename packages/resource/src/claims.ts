import { isSameResource } from "@sallyport/core/resource-uri";
import { z } from "zod";
import type { RefusalReason } from "./refusal.ts";

/** RFC 9068 section 2.2; `aud` may be one text (RFC 7519 section 4.1.3). */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  aud: z.union([z.string().transform((one) => [one]), z.array(z.string())]),
  exp: z.number(),
  iat: z.number().optional(),
  nbf: z.number().optional(),
  client_id: z.string().min(1),
  scope: z.string().optional(),
  jti: z.string().optional(),
  /** Names the grant in tokens of Sallyport. */
  grant_id: z.string().optional(),
});

export type AccessTokenClaims = z.infer<typeof claimsSchema>;

/**
 * The claims of a valid access token, or why it is refused.
 * @example
 * ```ts
 * import { type AccessTokenVerdict } from "@sallyport/resource";
 * const verdict: AccessTokenVerdict = { ok: false, reason: "token_inactive" };
 * ```
 */
export type AccessTokenVerdict =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly reason: RefusalReason; readonly cause?: unknown };

/** Whether what the issuer says of a token makes it an access token for `resource`; says nothing of time. */
export function checkClaims(payload: unknown, resource: string): AccessTokenVerdict {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return { ok: false, reason: "claims_wrong", cause: parsed.error };
  const claims = parsed.data;
  if (!claims.aud.some((one) => isSameResource(one, resource))) return { ok: false, reason: "resource_wrong" };
  // A key-bound token without proof of the key is a stolen one (RFC 9449 section 7.1, RFC 8705 section 3).
  if (claims["cnf"] !== undefined) return { ok: false, reason: "sender_constrained" };
  return { ok: true, claims };
}
