import { z } from "zod";
import type { Context } from "../context.ts";
import type { JsonObject } from "../messages.ts";
import { seal, tryOpen } from "../secret.ts";
import { tokenPrefixes } from "../secret-text.ts";
import type { Client, Grant, User } from "../stores/port.ts";
import { isExpired } from "../time.ts";
import { accessTokenPurpose, type JwtCheck, signJwt, verifyJwt } from "./jwt.ts";

/** The claims of our access tokens (RFC 9068 section 2.2); `grant_id` ties the token to its grant. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  jti: z.string(),
  client_id: z.string(),
  scope: z.string(),
  grant_id: z.string(),
});

export type AccessTokenClaims = z.infer<typeof claimsSchema>;

export interface AccessTokenContent {
  grant: Grant;
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
  const { grant, audience } = content;
  const [only, ...others] = audience;
  return {
    iss: context.config.issuer,
    sub: grant.userId,
    aud: others.length === 0 ? only : audience,
    exp: content.expiresAt,
    iat: context.clock.now(),
    auth_time: grant.authenticatedAt,
    jti: context.random.bytes(16).toString("base64url"),
    client_id: grant.clientId,
    scope: content.scopes.join(" "),
    grant_id: grant.id.toString(36),
  };
}

/** The claims of an access token of ours, or undefined. Says nothing of its grant being alive. */
export async function readAccessToken(
  context: Context,
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

function readSealed(context: Context, text: string, check: JwtCheck): unknown {
  const plain = tryOpen(context.masterKey, {
    purpose: sealPurpose,
    sealed: text.slice(tokenPrefixes.accessToken.length),
  });
  const claims = plain === undefined ? undefined : claimsSchema.safeParse(JSON.parse(plain)).data;
  if (claims?.iss !== check.issuer) return undefined;
  return check.allowExpired === true || claims.exp > check.now ? claims : undefined;
}

/** The grant that an access token names. */
export async function grantOf(context: Context, claims: AccessTokenClaims): Promise<Grant | undefined> {
  const id = Number.parseInt(claims.grant_id, 36);
  return Number.isSafeInteger(id) ? await context.store.grants.get(id) : undefined;
}

/** Those for whom a grant speaks, when it is alive. */
export interface LiveGrant {
  grant: Grant;
  client: Client;
  user: User;
}

/**
 * The grant with its client and person, when nothing has ended it: not revoked, not expired, client and
 * person active, no epoch has moved on. The one judgement for issue, introspection and user-info.
 */
export async function findLiveGrant(context: Context, grant: Grant | undefined): Promise<LiveGrant | undefined> {
  if (grant === undefined || grant.revokedAt !== undefined) return undefined;
  if (isExpired(grant.expiresAt, context.clock.now())) return undefined;
  const parties = await findParties(context, grant);
  return parties === undefined ? undefined : { grant, ...parties };
}

/** What a code or a grant remembers of its parties. */
export interface Bound {
  clientId: string;
  clientEpoch: number;
  userId: string;
  userEpoch: number;
  systemEpoch?: number;
}

/** Client and person of a code or a grant, when both are active and no epoch has moved on since. */
export async function findParties(
  context: Context,
  bound: Bound,
): Promise<{ client: Client; user: User; systemEpoch: number } | undefined> {
  const { store } = context;
  const [client, user, system] = await Promise.all([
    store.clients.get(bound.clientId),
    store.users.get(bound.userId),
    store.system.get(),
  ]);
  const systemEpoch = system?.epoch ?? 0;
  if (!isCurrent(client, bound.clientEpoch) || !isCurrent(user, bound.userEpoch)) return undefined;
  return (bound.systemEpoch ?? systemEpoch) === systemEpoch ? { client, user, systemEpoch } : undefined;
}

function isCurrent<Party extends Client | User>(party: Party | undefined, epoch: number): party is Party {
  return party?.status === "active" && party.epoch === epoch;
}
