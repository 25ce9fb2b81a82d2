import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { secondsColumn } from "../columns.ts";

export const hourCounts = sqliteTable(
  "hour_counts",
  {
    hour: secondsColumn().notNull(),
    name: text().notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.name] })],
);
