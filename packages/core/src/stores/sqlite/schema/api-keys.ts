import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { ApiKey } from "../../../ports/store.ts";
import { hashColumn, secondsColumn } from "../columns.ts";

export const apiKeys = sqliteTable(
  "api_keys",
  {
    /** Grows with each insertion, for lists. */
    number: integer().primaryKey(),
    id: text().notNull(),
    hash: hashColumn().notNull(),
    name: text().notNull(),
    role: text().$type<ApiKey["role"]>().notNull(),
    makerId: text().notNull(),
    makerEpoch: integer().notNull(),
    createdAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    lastUsedAt: secondsColumn(),
  },
  (table) => [
    uniqueIndex("api_keys_id").on(table.id),
    uniqueIndex("api_keys_hash").on(table.hash),
    index("api_keys_created_at").on(table.createdAt),
    index("api_keys_maker_id").on(table.makerId, table.createdAt),
    index("api_keys_expires_at").on(table.expiresAt),
  ],
);
