import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { listedResources } from "../../rules/resources-key.ts";
import type { ApiKey, AuditRow, Consent, Grant, Session, User, UserId } from "../../ports/store.ts";

type WithClient = { clientName: string | undefined };

/** Everything that is stored about one person, but for hashes of secrets. */
export interface PersonalData {
  user: Omit<User, "passwordHash"> & { hasPassword: boolean };
  /** Those that are alive. */
  sessions: readonly Omit<Session, "hash">[];
  consents: readonly (Omit<Consent, "resources"> & WithClient & { resources: readonly string[] })[];
  /** Also those that have ended and are still kept. */
  grants: readonly (Omit<Grant, "refresh"> & WithClient & { hasRefreshToken: boolean })[];
  apiKeys: readonly Omit<ApiKey, "hash">[];
  audit: readonly AuditRow[];
  /** False: there are older entries of the audit trail than those. */
  isAuditComplete: boolean;
}

const maxAuditRows = 10_000;
const perPage = 200;

/** @throws ManagementError not_found */
export async function exportPerson(context: ManagementContext, id: UserId): Promise<PersonalData> {
  const { store } = context;
  const user = await store.users.get(id);
  if (user === undefined) throw new ManagementError("not_found", "there is no such person");
  const { passwordHash, ...known } = user;
  const [sessions, consents, grants, apiKeys] = await Promise.all([
    readAll((page) => store.sessions.listByUser(user, context.clock.now(), page)),
    store.consents.listByUser(id),
    readAll((page) => store.grants.list({ userId: id, ...page }, context.clock.now())),
    readAll((page) => store.apiKeys.list({ makerId: id, ...page })),
  ]);
  const nameOf = async (clientId: string): Promise<WithClient> => ({
    clientName: (await store.clients.get(clientId))?.name,
  });
  return {
    user: { ...known, hasPassword: passwordHash !== undefined },
    sessions: sessions.map(({ hash: _hash, ...session }) => session),
    consents: await Promise.all(
      consents.map(async (one) => ({
        ...one,
        ...(await nameOf(one.clientId)),
        resources: listedResources(one.resources),
      })),
    ),
    grants: await Promise.all(
      grants.map(async ({ refresh, ...one }) => ({
        ...one,
        ...(await nameOf(one.clientId)),
        hasRefreshToken: refresh !== undefined,
      })),
    ),
    apiKeys: apiKeys.map(({ hash: _hash, ...key }) => key),
    ...(await readAudit(context, id)),
  };
}

type Page<Item> = { items: readonly Item[]; next?: string };

async function readAll<Item>(read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  return (await readUpTo(read, Number.MAX_SAFE_INTEGER)).items;
}

async function readUpTo<Item>(
  read: (page: { limit: number; cursor?: string }) => Promise<Page<Item>>,
  max: number,
): Promise<{ items: Item[]; isComplete: boolean }> {
  const found: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await read({ limit: perPage, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...items);
    if (next === undefined || found.length >= max) return { items: found, isComplete: next === undefined };
    cursor = next;
  }
}

/** What the trail says of the person, newest first. */
async function readAudit(
  { store }: ManagementContext,
  userId: UserId,
): Promise<Pick<PersonalData, "audit" | "isAuditComplete">> {
  const { items, isComplete } = await readUpTo((page) => store.audit.list({ userId, ...page }), maxAuditRows);
  return { audit: items, isAuditComplete: isComplete };
}
