import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { listedResources, resourcesKey } from "../../rules/resources-key.ts";
import { scopeCatalogue } from "../../rules/scope.ts";
import { documentHostOf, shownName } from "../../rules/shown-name.ts";
import type { Client, ClientId, Consent, ConsentListRequest, Grant, Page, Store, UserId } from "../../ports/store.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";

/** What a person allowed a client for some resources, with the words that they know it by. */
export interface ConsentView extends Omit<Consent, "redirectUri"> {
  clientName: string;
  clientDescription?: string;
  /** The host of the document that describes the client. */
  documentHost?: string;
  /** It registered itself: nobody has checked who it is. */
  isClientUnverified: boolean;
  /** Whether the client can use it now. */
  isClientActive: boolean;
  /** The scopes in words. */
  permissions: readonly string[];
  /** The resources by the names they were registered with, or by their addresses. */
  resourceNames: readonly string[];
  /** When the client last got tokens by it; absent: nothing that it got is alive. */
  lastUsedAt?: EpochSeconds;
}

/** A consent as it is stored, with the names of its parties. */
export interface StoredConsentView extends Consent {
  clientName?: string;
  userEmail?: string;
}

export interface ConsentManagement {
  /**
   * What a person allowed, newest first; what clients still hold too, where the consent itself is gone: it was
   * forgotten because the client changed, or it has expired.
   */
  listFor(userId: UserId): Promise<ConsentView[]>;
  /** Of whoever, as they are stored: what was allowed last comes first, unless asked otherwise. */
  list(wanted: ConsentListRequest): Promise<Page<StoredConsentView>>;
  /** Takes back what a person allowed a client: consents, codes and tokens, at once. @throws ManagementError not_found */
  revokeFor(userId: UserId, clientId: ClientId): Promise<void>;
}

export function manageConsents(context: ManagementContext): ConsentManagement {
  return {
    listFor: (userId) => listConsents(context, userId),
    async list(wanted) {
      const { items, ...rest } = await context.store.consents.list(wanted);
      return { ...rest, items: await Promise.all(items.map((consent) => nameParties(context, consent))) };
    },
    revokeFor: (userId, clientId) => revokeConsent(context, userId, clientId),
  };
}

async function nameParties({ store }: ManagementContext, consent: Consent): Promise<StoredConsentView> {
  const [client, user] = await Promise.all([store.clients.get(consent.clientId), store.users.get(consent.userId)]);
  return {
    ...consent,
    ...(client === undefined ? {} : { clientName: client.name }),
    ...(user === undefined ? {} : { userEmail: user.email }),
  };
}

/** A consent, or what grants say without one. */
type Allowed = Omit<Consent, "redirectUri"> & { lastUsedAt?: EpochSeconds };

async function listConsents({ clock, config, store }: ManagementContext, userId: UserId): Promise<ConsentView[]> {
  const now = clock.now();
  const [consents, grants, resources] = await Promise.all([
    store.consents.listByUser(userId),
    findLiveGrants(store, userId, now),
    store.resources.list(),
  ]);
  const catalogue = scopeCatalogue(config.scopes, resources);
  const names = new Map(resources.map(({ uri, name }) => [uri, name]));
  const views = unite(consents, grants, now).map(async (allowed) => ({
    ...allowed,
    ...describeClient(allowed.clientId, await store.clients.get(allowed.clientId)),
    permissions: allowed.scopes.map((name) => catalogue.get(name)?.description ?? name),
    resourceNames: listedResources(allowed.resources).map((uri) => names.get(uri) ?? uri),
  }));
  return (await Promise.all(views)).toSorted((a, b) => b.updatedAt - a.updatedAt);
}

function describeClient(id: ClientId, client: Client | undefined) {
  const documentHost = client && documentHostOf(client);
  return {
    clientName: client === undefined ? id : shownName(client.name),
    ...(client?.description === undefined ? {} : { clientDescription: client.description }),
    ...(documentHost === undefined ? {} : { documentHost }),
    isClientUnverified: client?.provenance === "dynamic",
    isClientActive: client?.status === "active",
  };
}

/** Those of the person that no epoch has ended. */
async function findLiveGrants(store: Store, userId: UserId, now: EpochSeconds): Promise<Grant[]> {
  const [user, system, grants] = await Promise.all([
    store.users.get(userId),
    store.system.get(),
    store.grants.listByUser(userId, now),
  ]);
  const clients = new Map<ClientId, Client | undefined>();
  for (const { clientId } of grants) {
    if (!clients.has(clientId)) clients.set(clientId, await store.clients.get(clientId));
  }
  return grants.filter(
    ({ clientId, clientEpoch, userEpoch, systemEpoch }) =>
      user?.epoch === userEpoch && clients.get(clientId)?.epoch === clientEpoch && (system?.epoch ?? 0) === systemEpoch,
  );
}

/** One entry for a client and its resources: consents that count, and what live grants hold. */
function unite(consents: readonly Consent[], grants: readonly Grant[], now: EpochSeconds): Allowed[] {
  const found = new Map<string, Allowed>();
  for (const { redirectUri: _, ...consent } of consents) {
    if (!isExpired(consent.expiresAt, now)) found.set(keyOf(consent), consent);
  }
  for (const grant of grants) {
    const held = heldBy(grant);
    const known = found.get(keyOf(held));
    found.set(keyOf(held), known === undefined ? held : merge(known, held));
  }
  return [...found.values()];
}

function keyOf({ clientId, resources }: Pick<Consent, "clientId" | "resources">): string {
  return JSON.stringify([clientId, resources]);
}

function heldBy({ userId, clientId, scopes, resources, createdAt, expiresAt, lastUsedAt }: Grant): Allowed {
  const times = { grantedAt: createdAt, updatedAt: createdAt, expiresAt, lastUsedAt };
  return { userId, clientId, scopes, resources: resourcesKey(resources), ...times };
}

/** A grant may hold more than the last consent says, because it is older. */
function merge(known: Allowed, held: Allowed): Allowed {
  const latest = (one: EpochSeconds, other: EpochSeconds = one) => (one > other ? one : other);
  return {
    ...known,
    scopes: [...new Set([...known.scopes, ...held.scopes])],
    grantedAt: known.grantedAt < held.grantedAt ? known.grantedAt : held.grantedAt,
    updatedAt: latest(known.updatedAt, held.updatedAt),
    expiresAt: latest(known.expiresAt, held.expiresAt),
    ...(held.lastUsedAt === undefined ? {} : { lastUsedAt: latest(held.lastUsedAt, known.lastUsedAt) }),
  };
}

async function revokeConsent(context: ManagementContext, userId: UserId, clientId: ClientId): Promise<void> {
  const outcome = await context.store.consents.revoke(userId, clientId, context.clock.now());
  if (outcome === "gone") throw new ManagementError("not_found", "there is no consent for this client");
  context.events.emit({ type: "consent.revoked", userId, clientId });
}
