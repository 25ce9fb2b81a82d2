import { isNotNull, type SQL, sql } from "drizzle-orm";
import { index, integer, type SQLiteColumn, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AuditEntry } from "../../../ports/store.ts";
import { jsonColumn, linkColumn, secondsColumn } from "../columns.ts";

/** The hash of the row before is not repeated: it stands in that row. */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    sequence: integer().primaryKey(),
    at: secondsColumn().notNull(),
    type: text().notNull(),
    actorKind: text().$type<NonNullable<AuditEntry["actorKind"]>>(),
    actorId: text(),
    userId: text(),
    clientId: text(),
    resource: text(),
    grantId: integer(),
    reason: text(),
    flowId: text(),
    requestId: text(),
    address: text(),
    details: jsonColumn<AuditEntry["details"]>().notNull(),
    hash: linkColumn().notNull(),
  },
  // None on `at`: it grows with the sequence, so it is searched for by halves. An index ends with the sequence, the
  // order of every list.
  (table) => [
    index("audit_events_rare_type").on(table.type).where(isRare(table.type)),
    filled("audit_events_actor_id", table.actorId),
    filled("audit_events_user_id", table.userId),
    filled("audit_events_client_id", table.clientId),
    filled("audit_events_resource", table.resource),
    filled("audit_events_flow_id", table.flowId),
    filled("audit_events_request_id", table.requestId),
  ],
);

/**
 * Every sign-in of a person writes these, so a page finds them by looking at the rows one after the other; an
 * index of them would cost each of those sign-ins four pages on disk.
 */
const frequentTypes: readonly string[] = ["sign_in.succeeded", "consent.granted", "code.issued", "tokens.issued"];

export function isFrequentType(type: string): boolean {
  return frequentTypes.some((frequent) => frequent === type);
}

/** The condition of the index of rare types: a query that wants to use it states it in the same words. */
export function isRare(type: SQLiteColumn): SQL {
  return sql`${type} not in (${sql.raw(frequentTypes.map((frequent) => `'${frequent}'`).join(", "))})`;
}

/** Rows without a value cost nothing. */
function filled(name: string, column: SQLiteColumn) {
  return index(name).on(column).where(isNotNull(column));
}

/** One row, numbered 1, once something was pruned. */
export const auditAnchor = sqliteTable("audit_anchor", {
  number: integer().primaryKey(),
  sequence: integer().notNull(),
  hash: linkColumn().notNull(),
  seal: linkColumn().notNull(),
});
