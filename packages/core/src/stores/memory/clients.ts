import type { SecretHash } from "../../secret.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";
import { clientList } from "../shared/lists.ts";
import type { Client, ClientId, Clients, DocumentState, Grant, Holdings } from "../../ports/store.ts";
import { listPage } from "./list-page.ts";
import { deleteWhere, epochAfter, noteEnd, type Run, type Tables } from "./tables.ts";

export function createClients(tables: Tables, run: Run): Clients {
  return {
    insert: (client) =>
      run(() => {
        if (tables.clients.get(client.id) !== undefined) return "exists";
        // A code may have been stored in the moment in which an earlier client of this id was deleted.
        deletePossessions(tables, client.id);
        tables.clients.insert(client);
        return "inserted";
      }),
    get: (id) => run(() => tables.clients.get(id)),
    put: (client, { forgetConsents }) =>
      run(() => {
        const known = tables.clients.get(client.id);
        if (known === undefined) {
          deletePossessions(tables, client.id);
          tables.clients.insert(client);
        } else {
          replaceClient(tables, known, client);
        }
        if (forgetConsents) deleteWhere(tables.consents, (consent) => consent.clientId === client.id);
      }),
    adoptSecret: (id, hashes) => run(() => adoptSecret(tables, id, hashes)),
    noteDocument: (id, document) => run(() => noteDocument(tables, id, document)),
    update: (client, { forgetConsents }) =>
      run(() => {
        const known = tables.clients.get(client.id);
        if (known?.version !== client.version) return known === undefined ? "gone" : "conflict";
        replaceClient(tables, known, client);
        if (forgetConsents) deleteWhere(tables.consents, (consent) => consent.clientId === client.id);
        return "updated";
      }),
    list: (wanted) => run(() => listPage(clientList, tables.clients.entries(), wanted)),
    setStatus: (id, status, now) =>
      run(() => {
        const client = tables.clients.get(id);
        if (client === undefined) return "gone";
        if (status === "disabled") noteEnd(tables, { clientId: id }, now);
        tables.clients.replace({ ...client, status, epoch: epochAfter(client, status), version: client.version + 1 });
        return "set";
      }),
    bumpEpoch: (id, now) =>
      run(() => {
        const client = tables.clients.get(id);
        if (client === undefined) return "gone";
        noteEnd(tables, { clientId: id }, now);
        tables.clients.replace({ ...client, epoch: client.epoch + 1 });
        return "set";
      }),
    deleteUnused: (createdBefore) => run(() => deleteUnused(tables, createdBefore)),
    delete: (id, now) =>
      run(() => {
        if (!tables.clients.delete(id)) return "gone";
        noteEnd(tables, { clientId: id }, now);
        deletePossessions(tables, id);
        return "deleted";
      }),
    countHoldings: (client, now, atMost) => run(() => countHoldings(tables, client, { now, atMost })),
  };
}

/** Puts what a client now says of itself in place of what it said. */
function replaceClient(tables: Tables, known: Client, said: Client): void {
  const { epoch, status, createdAt, version } = known;
  tables.clients.replace({ ...said, epoch, status, createdAt, version: version + 1 });
}

function adoptSecret(tables: Tables, id: ClientId, { from, to }: { from: string; to: SecretHash }) {
  const known = tables.clients.get(id);
  if (known?.foreignSecretHash !== from) return "stale";
  const { foreignSecretHash: _foreign, ...rest } = known;
  tables.clients.replace({ ...rest, secretHash: to });
  return "adopted";
}

function noteDocument(tables: Tables, id: ClientId, document: DocumentState): void {
  const known = tables.clients.get(id);
  if (known !== undefined) tables.clients.replace({ ...known, document });
}

function deleteUnused(tables: Tables, createdBefore: EpochSeconds): readonly ClientId[] {
  const unused = tables.clients
    .all()
    .filter((client) => client.provenance !== "preregistered" && client.status !== "disabled")
    .filter((client) => client.createdAt < createdBefore)
    .filter((client) => !holdsAnything(tables, client.id));
  for (const { id } of unused) {
    tables.clients.delete(id);
    deletePossessions(tables, id);
  }
  return unused.map(({ id }) => id);
}

function holdsAnything(tables: Tables, id: ClientId): boolean {
  const isIts = (row: { clientId: ClientId }): boolean => row.clientId === id;
  return [...tables.grants.values()].some(isIts) || [...tables.consents.values()].some(isIts);
}

function deletePossessions(tables: Tables, id: ClientId): void {
  tables.logos.delete(id);
  deleteWhere(tables.devices, (request) => request.clientId === id);
  deleteWhere(tables.codes, (code) => code.clientId === id && code.redeemedBy === undefined);
  deleteWhere(tables.grants, (grant) => grant.clientId === id);
  deleteWhere(tables.consents, (consent) => consent.clientId === id);
  deleteWhere(tables.interactions, (interaction) => interaction.request.clientId === id);
}

function countHoldings(
  tables: Tables,
  { id, epoch }: Pick<Client, "id" | "epoch">,
  { now, atMost }: { now: EpochSeconds; atMost: number },
): Holdings {
  const all = [...tables.grants.values()].filter((grant) => grant.clientId === id).sort((a, b) => b.id - a.id);
  const isAlive = (grant: Grant): boolean =>
    grant.clientEpoch === epoch && grant.revokedAt === undefined && !isExpired(grant.expiresAt, now);
  const alive = all.slice(0, atMost).filter(isAlive);
  const lastUsedAt = alive.map((grant) => grant.lastUsedAt).sort((a, b) => b - a)[0];
  return {
    grants: alive.length,
    refreshTokens: alive.filter((grant) => grant.refresh !== undefined).length,
    people: new Set(alive.map((grant) => grant.userId)).size,
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    isAtLeast: all.length > atMost,
  };
}
