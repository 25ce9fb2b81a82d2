import { and, desc, eq, getTableColumns, inArray, isNull, lt, ne, notExists, sql, type SQL } from "drizzle-orm";
import type { Client, ClientFilter, ClientId, Clients } from "../port.ts";
import { limitOf, startOf } from "../page.ts";
import type { Engine } from "./engine.ts";
import { clients, codes, consents, grants, interactions, logos } from "./schema.ts";
import {
  bound,
  epochAfterStatus,
  isAfterPosition,
  pageOf,
  prepareInsert,
  prepareLookUp,
  prepareUpdate,
  present,
} from "./statements.ts";

/** How many grants are deleted in one transaction: a few milliseconds. */
const grantsPerSlice = 500;
const unusedPerSlice = 50;

export function createClients(engine: Engine): Clients {
  const { caches, read, write } = engine;
  const statements = prepareStatements(engine);
  const possessions = preparePossessions(engine);
  const insertAnew = prepareInsertAnew(statements, possessions);

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
    list: ({ status = null, provenance = null, ...page }) =>
      read(() => {
        const limit = limitOf(page);
        const rows = statements.list.all({ ...startOf(page), status, provenance, limit: limit + 1 });
        return pageOf(rows, limit, toClient);
      }),
    setStatus: (id, status) =>
      write(
        () => {
          if (statements.setStatus.run({ id, status }).changes === 0) return "gone";
          caches.announce();
          return "set";
        },
        () => caches.clients.delete(id),
      ),
    deleteUnused: prepareForgetting(engine, statements, possessions),
    async delete(id) {
      const answer = await write(
        () => {
          if (statements.delete.run({ id }).changes === 0) return "gone";
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
      statements.delete.run({ id });
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
  return {
    insert: prepareInsert(database, clients, "ignore"),
    get: (id: ClientId): Client | undefined => {
      const row = get(id);
      return row && toClient(row);
    },
    replace: prepareReplacement(database),
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
    list: database
      .select()
      .from(clients)
      .where(and(isAfterPosition(clients), isWanted("status"), isWanted("provenance")))
      .orderBy(desc(clients.createdAt), desc(clients.number))
      .limit(sql.placeholder("limit"))
      .prepare(),
    setStatus: database
      .update(clients)
      .set({ status: bound(clients.status), epoch: epochAfterStatus(clients) })
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
    delete: database
      .delete(clients)
      .where(eq(clients.id, bound(clients.id)))
      .prepare(),
  };
}

/** Whether the column has the value that is bound to its name; null: any. */
function isWanted(name: keyof ClientFilter): SQL {
  return sql`${clients[name]} = coalesce(${sql.placeholder(name)}, ${clients[name]})`;
}

/** What a client says of itself; not its epoch, status and creation, nor its place in the list. */
function prepareReplacement(database: Engine["database"]): (client: Client) => number {
  const {
    number: _number,
    id,
    epoch: _epoch,
    status: _status,
    createdAt: _createdAt,
    ...own
  } = getTableColumns(clients);
  const update = prepareUpdate(database, clients, { key: id, columns: Object.entries(own) });
  return (client) => update(client.id, { ...client });
}

/** What goes with a client. */
interface Possessions {
  /** Its pending interactions, its codes that nobody has redeemed, its consents, its logo. */
  deleteFew(id: ClientId): void;
  deleteConsents(id: ClientId): void;
  /** One slice of its grants; returns how many. */
  deleteGrants(id: ClientId): number;
}

function preparePossessions({ database }: Engine): Possessions {
  const deleteConsents = database
    .delete(consents)
    .where(eq(consents.clientId, bound(consents.clientId)))
    .prepare();
  const few = [
    database
      .delete(interactions)
      .where(eq(interactions.clientId, bound(interactions.clientId)))
      .prepare(),
    // A redeemed one is left to the cleaner: it buys nothing more, and its grant goes.
    database
      .delete(codes)
      .where(and(eq(codes.clientId, bound(codes.clientId)), isNull(codes.redeemedBy)))
      .prepare(),
    deleteConsents,
    database
      .delete(logos)
      .where(eq(logos.clientId, bound(logos.clientId)))
      .prepare(),
  ];
  const slice = database
    .select({ id: grants.id })
    .from(grants)
    .where(eq(grants.clientId, bound(grants.clientId)))
    .limit(grantsPerSlice);
  const deleteGrants = database.delete(grants).where(inArray(grants.id, slice)).prepare();
  return {
    deleteFew(clientId) {
      for (const statement of few) statement.run({ clientId });
    },
    deleteConsents: (clientId) => void deleteConsents.run({ clientId }),
    deleteGrants: (clientId) => deleteGrants.run({ clientId }).changes,
  };
}

function toClient(row: typeof clients.$inferSelect): Client {
  return present(row, "number");
}
