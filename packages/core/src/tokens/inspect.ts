import type { TokenContext } from "../context.ts";
import { isSameHash } from "../secret.ts";
import type { Grant } from "../ports/store.ts";
import { isExpired } from "../time.ts";
import { type AccessTokenClaims, grantOf, type OwnTokenClaims, readAccessToken } from "./access-token.ts";
import { decodeRefreshToken, hashesOf, type RefreshToken } from "./refresh-token.ts";

/** A token that was presented, and the grant it belongs to; `own` is what a client got for itself, without a grant. */
export type Presented =
  | { kind: "own"; claims: OwnTokenClaims }
  | { kind: "access"; grant: Grant; claims: AccessTokenClaims }
  | { kind: "refresh"; grant: Grant; isCurrent: boolean; isLatest: boolean };

/**
 * Finds out what `text` is and to which grant it belongs; says nothing of its being alive.
 * @returns undefined for everything that this server did not issue, or no longer knows
 */
export async function findPresented(
  context: TokenContext,
  text: string,
  options: { allowExpired?: boolean } = {},
): Promise<Presented | undefined> {
  const refreshToken = decodeRefreshToken(text);
  if (refreshToken !== undefined) return await findByRefreshToken(context, refreshToken);
  const claims = await readAccessToken(context, text, options);
  if (claims === undefined) return undefined;
  if (!("grant_id" in claims)) return { kind: "own", claims };
  const grant = await grantOf(context, claims);
  return grant === undefined ? undefined : { kind: "access", grant, claims };
}

async function findByRefreshToken(context: TokenContext, token: RefreshToken): Promise<Presented | undefined> {
  const grant = await context.store.grants.get(token.grantId);
  const { familyHash, ownHash } = hashesOf(token);
  if (grant?.refresh === undefined || !isSameHash(grant.refresh.familyHash, familyHash)) return undefined;
  // Nothing has replaced it; it may have expired unused.
  const isLatest = isSameHash(grant.refresh.currentHash, ownHash);
  const isCurrent = isLatest && !isExpired(grant.refresh.idleExpiresAt, context.clock.now());
  return { kind: "refresh", grant, isCurrent, isLatest };
}
