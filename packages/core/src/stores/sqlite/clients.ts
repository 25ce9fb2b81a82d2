import { and, eq, getTableColumns, lt, ne, notExists } from "drizzle-orm";
import { clientList } from "../lists.ts";
import { fold } from "../page.ts";
import type { Client, ClientId, Clients } from "../port.ts";
import { type Possessions, preparePossessions } from "./client-possessions.ts";
import type { Engine } from "./engine.ts";
import { prepareList } from "./list-page.ts";
import { prepareNote } from "./revocations.ts";
import { clients, clientTerms, consents, grants } from "./schema.ts";
import { prepareSearchTerms } from "./search-terms.ts";
import { bound, epochAfterStatus, prepareInsert, prepareLookUp, prepareUpdate, present } from "./statements.ts";

const unusedPerSlice = 50;

export function createClients(engine: Engine): Clients {
  const { caches, read, write } = engine;
  const statements = prepareStatements(engine);
  const possessions = preparePossessions(engine);
  const list = prepareList(engine.database, { ...layout, terms: statements.terms });
  const insertAnew = prepareInsertAnew(statements, possessions);
  const note = prepareNote(engine);

  return {
    insert: (client) =>
      write(() => {
        if (!insertAnew(client)) return "exists";
        caches.announce();
        return "inserted";
      }),
    get: (id) => engine.readCached(caches.clients, id, () => statements.get(id)),
    put: (client, { forgetConsents }) =>
      write(
        () => {
          if (!insertAnew(client)) statements.replace(client);
          if (forgetConsents) possessions.deleteConsents(client.id);
          caches.announce();
        },
        () => caches.clients.delete(client.id),
      ),
    list: (wanted) => read(() => list(wanted)),
    setStatus: (id, status, now) =>
      write(
        () => {
          if (statements.setStatus.run({ id, status }).changes === 0) return "gone";
          if (status === "disabled") note({ clientId: id }, now);
          caches.announce();
          return "set";
        },
        () => caches.clients.delete(id),
      ),
    deleteUnused: prepareForgetting(engine, statements, possessions),
    async delete(id, now) {
      const answer = await write(
        () => {
          if (statements.delete(id) === 0) return "gone";
          note({ clientId: id }, now);
          possessions.deleteFew(id);
          caches.announce();
          return "deleted";
        },
        () => caches.clients.delete(id),
      );
      // In slices, because there may be very many; without their client they open nothing meanwhile. One
      // that was made anew under the same id keeps its own.
      const deleteSlice = (): number => (statements.get(id) === undefined ? possessions.deleteGrants(id) : 0);
      while (answer === "deleted" && (await write(deleteSlice)) > 0);
      return answer;
    },
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
    if (statements.insert(client) === 0) return false;
    // Of an earlier client of this id some may be left: its deletion was cut short, or a code was stored
    // for it in the same moment.
    possessions.deleteFew(client.id);
    while (possessions.deleteGrants(client.id) > 0);
    return true;
  };
}

/** One slice of the clients that registered themselves and hold nothing. */
function prepareForgetting(
  { caches, write }: Engine,
  statements: ReturnType<typeof prepareStatements>,
  possessions: Possessions,
): Clients["deleteUnused"] {
  const deleteSlice = (createdBefore: number): number => {
    const found = statements.unused.all({ createdBefore });
    for (const { id } of found) {
      statements.delete(id);
      possessions.deleteFew(id);
    }
    if (found.length > 0) caches.announce();
    return found.length;
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
  const remove = database
    .delete(clients)
    .where(eq(clients.id, bound(clients.id)))
    .prepare();
  return {
    terms,
    insert(client: Client): number {
      const inserted = insert(toStored(client));
      if (inserted > 0) terms.replace(client.id, clientList.termsOf(client));
      return inserted;
    },
    get: (id: ClientId): Client | undefined => {
      const row = get(id);
      return row && toClient(row);
    },
    replace(client: Client): void {
      replace(client.id, toStored(client));
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
    setStatus: database
      .update(clients)
      .set({ status: bound(clients.status), epoch: epochAfterStatus(clients) })
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
  };
}

/** What a client says of itself; not its epoch, status and creation, nor its place in the list. */
function prepareReplacement(database: Engine["database"]) {
  const {
    number: _number,
    id,
    epoch: _epoch,
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
  return present(row, "number", "sortName");
}
