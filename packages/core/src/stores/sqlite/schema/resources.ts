import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Resource } from "../../../ports/store.ts";
import { flagColumn, jsonColumn, secondsColumn } from "../columns.ts";

export const resources = sqliteTable(
  "resources",
  {
    number: integer().primaryKey(),
    uri: text().notNull(),
    canonical: text().notNull(),
    name: text(),
    scopes: jsonColumn<Resource["scopes"]>().notNull(),
    tokenFormat: text().$type<NonNullable<Resource["tokenFormat"]>>(),
    accessTokenTtlSeconds: integer(),
    isPrivate: flagColumn(),
    version: integer().notNull(),
    createdAt: secondsColumn().notNull(),
  },
  (table) => [uniqueIndex("resources_canonical").on(table.canonical)],
);
