import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Incident } from "../../../ports/store.ts";
import { jsonColumn, secondsColumn } from "../columns.ts";

export const incidents = sqliteTable(
  "incidents",
  {
    /** Grows with each insertion: the oldest make room for the youngest. */
    number: integer().primaryKey(),
    id: text().notNull(),
    at: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    requestId: text().notNull(),
    route: text().notNull(),
    status: integer().notNull(),
    error: text().notNull(),
    reason: text().notNull(),
    clientId: text(),
    flowId: text(),
    received: jsonColumn<Incident["received"]>().notNull(),
    registered: jsonColumn<Incident["registered"]>().notNull(),
    timeline: jsonColumn<Incident["timeline"]>().notNull(),
  },
  (table) => [uniqueIndex("incidents_id").on(table.id), index("incidents_expires_at").on(table.expiresAt)],
);
