import type { Context } from "../context.ts";
import type { Client, Grant, User } from "../ports/store.ts";
import { isExpired } from "../time.ts";
import type { OwnTokenClaims } from "./access-token.ts";

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

/** The client of a token that it got for itself, when nothing has ended that: the same judgement without a person. */
export async function findLiveClient(
  context: Pick<Context, "store">,
  claims: OwnTokenClaims,
): Promise<Client | undefined> {
  const { store } = context;
  const [client, system, isRevoked] = await Promise.all([
    store.clients.get(claims.client_id),
    store.system.get(),
    store.revocations.hasToken(claims.jti),
  ]);
  if (isRevoked || !isCurrent(client, claims.client_epoch)) return undefined;
  // One that was deleted and came back under the same id begins its epochs anew.
  if (client.createdAt > claims.iat) return undefined;
  return (system?.epoch ?? 0) === claims.system_epoch ? client : undefined;
}
