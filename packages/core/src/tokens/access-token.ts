import { z } from "zod";
import type { Context, TokenContext } from "../context.ts";
import type { JsonObject } from "../messages.ts";
import { seal, tryOpen } from "../secret.ts";
import { tokenPrefixes } from "../secret-text.ts";
import type { Client, Grant } from "../ports/store.ts";
import { accessTokenPurpose, type JwtCheck, signJwt, verifyJwt } from "./jwt.ts";

/** Of every access token of ours (RFC 9068 section 2.2). */
const claimsOfAll = {
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  client_id: z.string(),
  scope: z.string(),
};

/** `grant_id` ties a token to what a person granted. */
const grantedClaims = z.object({ ...claimsOfAll, grant_id: z.string() });
/** What a client got for itself has no row; these epochs are those of its issue. */
const ownClaims = z.object({ ...claimsOfAll, client_epoch: z.number(), system_epoch: z.number() });
const claimsSchema = z.union([grantedClaims, ownClaims]);

export type OwnTokenClaims = z.infer<typeof ownClaims>;
export type AccessTokenClaims = z.infer<typeof claimsSchema>;

/** For whom a token speaks: for a person, by a grant, or for a client itself (RFC 6749 section 4.4). */
type Basis = { grant: Grant } | { client: Client; systemEpoch: number };

export interface AccessTokenContent {
  basis: Basis;
  scopes: readonly string[];
  audience: readonly string[];
  expiresAt: number;
  isOpaque: boolean;
}

/**
 * Makes an access token: a JWT (RFC 9068) for one audience or several, or an opaque text that only this
 * server can read, because it is the same claims sealed.
 */
export function createAccessToken(context: Context, content: AccessTokenContent): string {
  const claims = claimsOf(context, content);
  if (!content.isOpaque) return signJwt(context.keys, accessTokenPurpose, claims);
  const box = { purpose: sealPurpose, plain: JSON.stringify(claims) };
  return tokenPrefixes.accessToken + seal(context.masterKey, box, context.random);
}

const sealPurpose = "access-token";

function claimsOf(context: Context, content: AccessTokenContent): JsonObject {
  const { basis, audience } = content;
  const [only, ...others] = audience;
  return {
    iss: context.config.issuer,
    ...claimsOfBasis(basis),
    aud: others.length === 0 ? only : audience,
    exp: content.expiresAt,
    iat: context.clock.now(),
    jti: context.random.bytes(16).toString("base64url"),
    scope: content.scopes.join(" "),
  };
}

/** Where no person has a part, the client is the subject (RFC 9068 section 2.2). */
function claimsOfBasis(basis: Basis): JsonObject {
  if ("grant" in basis) {
    const { userId, authenticatedAt, clientId, id } = basis.grant;
    return { sub: userId, auth_time: authenticatedAt, client_id: clientId, grant_id: id.toString(36) };
  }
  const { client, systemEpoch } = basis;
  return { sub: client.id, client_id: client.id, client_epoch: client.epoch, system_epoch: systemEpoch };
}

/** The claims of an access token of ours, or undefined. Says nothing of its grant being alive. */
export async function readAccessToken(
  context: TokenContext,
  text: string,
  options: { allowExpired?: boolean } = {},
): Promise<AccessTokenClaims | undefined> {
  const check = { issuer: context.config.issuer, now: context.clock.now(), ...options };
  const found = text.startsWith(tokenPrefixes.accessToken)
    ? readSealed(context, text, check)
    : await verifyJwt(context.keys, accessTokenPurpose, { text, check });
  const claims = claimsSchema.safeParse(found);
  return claims.success ? claims.data : undefined;
}

function readSealed({ masterKey }: TokenContext, text: string, check: JwtCheck): unknown {
  const box = { purpose: sealPurpose, sealed: text.slice(tokenPrefixes.accessToken.length) };
  const plain = masterKey && tryOpen(masterKey, box);
  const claims = plain === undefined ? undefined : claimsSchema.safeParse(JSON.parse(plain)).data;
  if (claims?.iss !== check.issuer) return undefined;
  return check.allowExpired === true || claims.exp > check.now ? claims : undefined;
}

/** The grant that an access token names; a client's own names none. */
export async function grantOf(context: TokenContext, claims: AccessTokenClaims): Promise<Grant | undefined> {
  if (!("grant_id" in claims)) return undefined;
  const id = Number.parseInt(claims.grant_id, 36);
  return Number.isSafeInteger(id) ? await context.store.grants.get(id) : undefined;
}
