import { and, eq, getTableColumns, lt, ne, notExists, sql } from "drizzle-orm";
import { clientList } from "../shared/lists.ts";
import { fold } from "../shared/page.ts";
import type { Client, ClientId, Clients } from "../../ports/store.ts";
import { type Possessions, preparePossessions } from "./client-possessions.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { prepareNote } from "./revocations.ts";
import { clients, clientTerms, consents, grants } from "./schema.ts";
import { prepareSearchTerms } from "./search-terms.ts";
import { bound, epochAfterStatus, prepareInsert, prepareLookUp, prepareUpdate, present } from "./statements.ts";

const unusedPerSlice = 50;

const nextVersion = sql`${clients.version} + 1`;

export function createClients(engine: Engine): Clients {
  const { caches, read, write } = engine;
  const statements = prepareStatements(engine);
  const possessions = preparePossessions(engine);
  const list = prepareList(engine.database, { ...layout, terms: statements.terms });
  const insertAnew = prepareInsertAnew(statements, possessions);
  const note = prepareNote(engine);
  /** A unit that may change the client. */
  const change = <Result>(id: ClientId, unit: () => Result): Promise<Result> =>
    write(unit, () => caches.clients.delete(id));
  /** @param endedAt when the change ends what the client holds */
  const set = (id: ClientId, update: () => { changes: number }, endedAt?: EpochSeconds): Promise<"set" | "gone"> =>
    change(id, () => {
      if (update().changes === 0) return "gone";
      if (endedAt !== undefined) note({ clientId: id }, endedAt);
      caches.announce();
      return "set";
    });

  return {
    insert: (client) =>
      write(() => {
        if (!insertAnew(client)) return "exists";
        caches.announce();
        return "inserted";
      }),
    get: (id) => engine.readCached(caches.clients, id, () => statements.get(id)),
    put: (client, { forgetConsents }) =>
      change(client.id, () => {
        if (!insertAnew(client)) statements.replace(client);
        if (forgetConsents) possessions.forgetConsents(client.id);
        caches.announce();
      }),
    ...prepareNotes(engine),
    update: (client, { forgetConsents }) =>
      change(client.id, () => {
        const known = statements.get(client.id);
        if (known?.version !== client.version) return known === undefined ? "gone" : "conflict";
        statements.replace(client);
        if (forgetConsents) possessions.forgetConsents(client.id);
        caches.announce();
        return "updated";
      }),
    list: (wanted) => read(() => list(wanted)),
    setStatus: (id, status, now) =>
      set(id, () => statements.setStatus.run({ id, status }), status === "disabled" ? now : undefined),
    bumpEpoch: (id, now) => set(id, () => statements.bumpEpoch.run({ id }), now),
    deleteUnused: prepareForgetting(engine, statements, possessions),
    delete: (id, now) =>
      change(id, () => {
        possessions.leave(id);
        if (statements.delete(id) === 0) return "gone";
        note({ clientId: id }, now);
        possessions.deleteFew(id);
        caches.announce();
        return "deleted";
      }),
    countHoldings: (client, now, atMost) => read(() => possessions.count(client, now, atMost)),
  };
}

const layout = {
  list: clientList,
  table: clients,
  number: clients.number,
  sorts: { created: clients.createdAt, name: clients.sortName },
  filters: {
    status: { column: clients.status, values: ["active", "disabled", "pending"] },
    provenance: { column: clients.provenance, values: ["preregistered", "dynamic", "document"] },
    type: { column: clients.type, values: ["public", "confidential"] },
  },
  toRow: toClient,
  numberOf: (stored: typeof clients.$inferSelect) => stored.number,
};

/** Inserts a client, unless there is one of this id. */
function prepareInsertAnew(statements: ReturnType<typeof prepareStatements>, possessions: Possessions) {
  return (client: Client): boolean => {
    const { epoch, consentGeneration, isFirst } = possessions.startOf(client);
    if (statements.insert({ ...client, epoch }, consentGeneration) === 0) return false;
    // A code may have been stored in the moment in which an earlier client of this id was deleted.
    possessions.deleteFew(client.id);
    if (isFirst) possessions.deleteRest(client.id);
    return true;
  };
}

/** What is noted of a client without being a change of it. */
function prepareNotes({ database, caches, write }: Engine): Pick<Clients, "adoptSecret" | "noteDocument"> {
  const isIt = eq(clients.id, bound(clients.id));
  const foreign = clients.foreignSecretHash;
  const adopt = database
    .update(clients)
    .set({ secretHash: bound(clients.secretHash, "to"), foreignSecretHash: null })
    .where(and(isIt, eq(foreign, bound(foreign, "from"))))
    .prepare();
  const document = database
    .update(clients)
    .set({ document: bound(clients.document) })
    .where(isIt)
    .prepare();
  const note = (id: ClientId, update: () => { changes: number }): Promise<boolean> =>
    write(
      () => {
        if (update().changes === 0) return false;
        caches.announce();
        return true;
      },
      () => caches.clients.delete(id),
    );
  return {
    adoptSecret: async (id, hashes) => ((await note(id, () => adopt.run({ id, ...hashes }))) ? "adopted" : "stale"),
    noteDocument: async (id, state) => void (await note(id, () => document.run({ id, document: state }))),
  };
}

/** One slice of the clients that registered themselves and hold nothing. */
function prepareForgetting(
  { caches, write }: Engine,
  statements: ReturnType<typeof prepareStatements>,
  possessions: Possessions,
): Clients["deleteUnused"] {
  const deleteSlice = (createdBefore: number): readonly ClientId[] => {
    const found = statements.unused.all({ createdBefore });
    for (const { id } of found) {
      statements.delete(id);
      possessions.deleteFew(id);
    }
    if (found.length > 0) caches.announce();
    return found.map(({ id }) => id);
  };
  return (createdBefore) =>
    write(
      () => deleteSlice(createdBefore),
      () => caches.clients.clear(),
    );
}

function prepareStatements({ database }: Engine) {
  const get = prepareLookUp(database, clients, clients.id);
  const insert = prepareInsert(database, clients, "ignore");
  const replace = prepareReplacement(database);
  const terms = prepareSearchTerms(database, clientTerms, clients);
  const grow = database
    .update(clients)
    .set({ version: nextVersion })
    .where(eq(clients.id, bound(clients.id)))
    .prepare();
  const remove = database
    .delete(clients)
    .where(eq(clients.id, bound(clients.id)))
    .prepare();
  return {
    terms,
    insert(client: Client, consentGeneration: number): number {
      const inserted = insert({ ...toStored(client), consentGeneration });
      if (inserted > 0) terms.replace(client.id, clientList.termsOf(client));
      return inserted;
    },
    get: (id: ClientId): Client | undefined => {
      const row = get(id);
      return row && toClient(row);
    },
    replace(client: Client): void {
      replace(client.id, toStored(client));
      grow.run({ id: client.id });
      terms.replace(client.id, clientList.termsOf(client));
    },
    delete(id: ClientId): number {
      terms.remove(id);
      return remove.run({ id }).changes;
    },
    unused: database
      .select({ id: clients.id })
      .from(clients)
      .where(
        and(
          ne(clients.provenance, "preregistered"),
          ne(clients.status, "disabled"),
          lt(clients.createdAt, bound(clients.createdAt, "createdBefore")),
          notExists(database.select({ id: grants.id }).from(grants).where(eq(grants.clientId, clients.id))),
          notExists(database.select({ id: consents.clientId }).from(consents).where(eq(consents.clientId, clients.id))),
        ),
      )
      .limit(unusedPerSlice)
      .prepare(),
    bumpEpoch: database
      .update(clients)
      .set({ epoch: sql`${clients.epoch} + 1` })
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
    setStatus: database
      .update(clients)
      .set({ status: bound(clients.status), epoch: epochAfterStatus(clients), version: nextVersion })
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
  };
}

/** What a client says of itself; not its epoch, version, status and creation, nor its place in the list. */
function prepareReplacement(database: Engine["database"]) {
  const {
    number: _number,
    id,
    epoch: _epoch,
    version: _version,
    consentGeneration: _consentGeneration,
    status: _status,
    createdAt: _createdAt,
    ...own
  } = getTableColumns(clients);
  return prepareUpdate(database, clients, { key: id, columns: Object.entries(own) });
}

function toStored(client: Client) {
  return { ...client, sortName: fold(client.name) };
}

function toClient(row: typeof clients.$inferSelect): Client {
  return present(row, "number", "sortName", "consentGeneration");
}
