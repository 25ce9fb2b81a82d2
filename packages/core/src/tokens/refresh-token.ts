import type { Random } from "../random.ts";
import { hashSecret, macBytes, type SecretHash } from "../secret.ts";
import type { RowId } from "../ports/store.ts";
import { decodeToken, encodeToken, tokenPrefixes } from "../secret-text.ts";

const familyBytes = 16;
const ownBytes = 32;

/** A refresh token taken apart. */
export interface RefreshToken {
  grantId: RowId;
  /** The part that all tokens of the grant share: who knows it has held one of them. */
  family: Buffer;
  /** The part that only this token has. */
  own: Buffer;
}

/** The first refresh token of a grant. */
export function createRefreshToken(grantId: RowId, random: Random): RefreshToken {
  return { grantId, family: random.bytes(familyBytes), own: random.bytes(ownBytes) };
}

/**
 * The successor that `token` and `salt` give. The salt lies in the store and the predecessor does not,
 * so only both together make the successor again, as the replay window needs; neither alone helps a thief.
 */
export function succeed(token: RefreshToken, salt: string): RefreshToken {
  return { ...token, own: macBytes(token.own, Buffer.from(salt, "base64url")) };
}

export function encodeRefreshToken(token: RefreshToken): string {
  return encodeToken(tokenPrefixes.refreshToken, token.grantId, Buffer.concat([token.family, token.own]));
}

/** @returns undefined when the text is no refresh token */
export function decodeRefreshToken(text: string): RefreshToken | undefined {
  const decoded = decodeToken(tokenPrefixes.refreshToken, text, familyBytes + ownBytes);
  if (decoded === undefined) return undefined;
  return {
    grantId: decoded.id,
    family: decoded.secret.subarray(0, familyBytes),
    own: decoded.secret.subarray(familyBytes),
  };
}

/** The hashes under which a token is kept. */
export function hashesOf(token: RefreshToken): { familyHash: SecretHash; ownHash: SecretHash } {
  return { familyHash: hashSecret(token.family), ownHash: hashSecret(token.own) };
}
