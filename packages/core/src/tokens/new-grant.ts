import type { Context } from "../context.ts";
import type { Code, Grant } from "../ports/store.ts";
import { after } from "../time.ts";
import { type Issuance, lifetimeOf } from "./issue.ts";
import { createRefreshToken, encodeRefreshToken, hashesOf } from "./refresh-token.ts";

export interface GrantParts {
  code: Code;
  issuance: Issuance;
  /** Those of the first access token. */
  resources: readonly string[];
  resourceSent: boolean;
  origin: Pick<Grant, "address" | "userAgent">;
}

/** What a code buys: the grant, not stored yet, and a refresh token when the client registered for renewing. */
export function createGrant(context: Context, parts: GrantParts): { grant: Grant; refreshToken: string | undefined } {
  const { code, issuance, resourceSent, origin } = parts;
  const { client, systemEpoch } = issuance;
  const { clock, config } = context;
  const now = clock.now();
  const id = context.store.nextId(now);
  const base = {
    id,
    clientId: code.clientId,
    clientEpoch: code.clientEpoch,
    userId: code.userId,
    userEpoch: code.userEpoch,
    systemEpoch,
    scopes: code.scopes,
    resources: code.resources,
    resourceSent,
    authenticatedAt: code.authenticatedAt,
    createdAt: now,
    lastUsedAt: now,
    ...origin,
  };
  if (!context.grantTypes.mayRenew(client)) {
    return { grant: { ...base, expiresAt: after(now, lifetimeOf(context, parts)) }, refreshToken: undefined };
  }
  const token = createRefreshToken(id, context.random);
  const { familyHash, ownHash } = hashesOf(token);
  const idleTtl = client.refreshTokenTtlSeconds ?? config.refreshTokenIdleTtlSeconds;
  const absoluteTtl = Math.max(idleTtl, config.refreshTokenAbsoluteTtlSeconds);
  const refresh = { familyHash, currentHash: ownHash, idleExpiresAt: after(now, idleTtl) };
  return { grant: { ...base, expiresAt: after(now, absoluteTtl), refresh }, refreshToken: encodeRefreshToken(token) };
}
