import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Session, User } from "../../../ports/store.ts";
import { hashColumn, secondsColumn } from "../columns.ts";

export const users = sqliteTable(
  "users",
  {
    /** Grows with each insertion, for lists. */
    number: integer().primaryKey(),
    id: text().notNull(),
    email: text().notNull(),
    name: text(),
    passwordHash: text(),
    role: text().$type<User["role"]>().notNull(),
    status: text().$type<User["status"]>().notNull(),
    epoch: integer().notNull(),
    version: integer().notNull(),
    createdAt: secondsColumn().notNull(),
  },
  (table) => [
    uniqueIndex("users_id").on(table.id),
    uniqueIndex("users_email").on(table.email),
    index("users_created_at").on(table.createdAt),
    index("users_filtered_created_at").on(table.status, table.role, table.createdAt),
    index("users_filtered_email").on(table.status, table.role, table.email),
  ],
);

/** The words by which people are searched. */
export const userTerms = sqliteTable("user_terms", { term: text().notNull(), number: integer().notNull() }, (table) => [
  primaryKey({ columns: [table.term, table.number] }),
  index("user_terms_number").on(table.number, table.term),
]);

export const sessions = sqliteTable(
  "sessions",
  {
    id: integer().primaryKey(),
    hash: hashColumn().notNull(),
    userId: text().notNull(),
    userEpoch: integer().notNull(),
    audience: text().$type<Session["audience"]>().notNull(),
    authenticatedAt: secondsColumn().notNull(),
    lastUsedAt: secondsColumn().notNull(),
    idleExpiresAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    address: text(),
    userAgent: text(),
  },
  (table) => [
    uniqueIndex("sessions_hash").on(table.hash),
    index("sessions_user_id").on(table.userId),
    index("sessions_idle_expires_at").on(table.idleExpiresAt),
  ],
);
