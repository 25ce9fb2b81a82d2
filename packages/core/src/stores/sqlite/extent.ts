import { statSync } from "node:fs";
import { count, eq, max, min, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { RowCounts, Storage } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { auditEvents, clients, consents, grants, resources, users } from "./schema.ts";

/** So many rows are counted with every call: it takes a millisecond or two. */
const countedAlways = 200_000;
const goodForMs = 60_000;

/** Counts the rows of all tables; when there are many, at most once a minute. */
export function prepareCounts({ database }: Engine): () => RowCounts {
  const prepareRows = (table: SQLiteTable, where?: SQL) => {
    const rows = database.select({ rows: count() }).from(table).where(where).prepare();
    return (): number => rows.get()?.rows ?? 0;
  };
  const ofTables = {
    clients: prepareRows(clients),
    pendingClients: prepareRows(clients, eq(clients.status, "pending")),
    users: prepareRows(users),
    grants: prepareRows(grants),
    consents: prepareRows(consents),
    resources: prepareRows(resources),
  };
  const { sequence } = auditEvents;
  const first = database
    .select({ sequence: min(sequence) })
    .from(auditEvents)
    .prepare();
  const last = database
    .select({ sequence: max(sequence) })
    .from(auditEvents)
    .prepare();
  // It has no gaps.
  const countAudit = (): number => {
    const [from, to] = [first.get()?.sequence, last.get()?.sequence];
    return typeof from === "number" && typeof to === "number" ? to - from + 1 : 0;
  };
  let known: { counts: Omit<RowCounts, "auditEvents">; goodUntil: number } | undefined;

  return () => {
    if (known === undefined || performance.now() >= known.goodUntil) {
      const counts = {
        clients: ofTables.clients(),
        pendingClients: ofTables.pendingClients(),
        users: ofTables.users(),
        grants: ofTables.grants(),
        consents: ofTables.consents(),
        resources: ofTables.resources(),
      };
      const isMuch = Object.values(counts).reduce((sum, rows) => sum + rows, 0) > countedAlways;
      known = { counts, goodUntil: isMuch ? performance.now() + goodForMs : 0 };
    }
    return { ...known.counts, auditEvents: countAudit() };
  };
}

/** The database with its write-ahead log. */
export function prepareStorage({ database }: Engine): () => Storage {
  const { name } = database.$client;
  const version = database.$client.prepare<[], string>("select sqlite_version()").pluck();
  return () => {
    const bytes = [name, `${name}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    return { engine: `SQLite ${version.get() ?? ""}`, bytes: bytes.reduce((sum, size) => sum + size, 0) };
  };
}
