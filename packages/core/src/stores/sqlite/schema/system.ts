import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { SigningKey } from "../../../ports/store.ts";
import { hashColumn, secondsColumn } from "../columns.ts";

/** What the database is called in its own header: "SLYP". */
export const applicationId = 0x53_4c_59_50;

export const signingKeys = sqliteTable(
  "signing_keys",
  {
    number: integer().primaryKey(),
    kid: text().notNull(),
    alg: text().$type<SigningKey["alg"]>().notNull(),
    publicJwk: text().notNull(),
    sealedPrivateJwk: text().notNull(),
    createdAt: secondsColumn().notNull(),
    activeFrom: secondsColumn().notNull(),
    retiresAt: secondsColumn(),
  },
  (table) => [uniqueIndex("signing_keys_kid").on(table.kid)],
);

/** What counts once, until its expiry. */
export const onceOnly = sqliteTable(
  "once_only",
  {
    hash: hashColumn().primaryKey(),
    expiresAt: secondsColumn().notNull(),
  },
  (table) => [index("once_only_expires_at").on(table.expiresAt)],
);

/** What administrators asked for with a key of theirs. */
export const keyedCalls = sqliteTable(
  "keyed_calls",
  {
    id: hashColumn().primaryKey(),
    inputMac: text().notNull(),
    claimedAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    sealedAnswer: text(),
  },
  (table) => [index("keyed_calls_expires_at").on(table.expiresAt)],
);

/** One row, numbered 1. */
export const system = sqliteTable("system", {
  number: integer().primaryKey(),
  issuer: text().notNull(),
  epoch: integer().notNull(),
});

/** One row, numbered 1: grows with each change to what processes keep in their caches. */
export const cacheVersion = sqliteTable("cache_version", {
  number: integer().primaryKey(),
  version: integer().notNull(),
});

/** Which process gives out row ids in which slot, and up to which second it may. */
export const rowIdLeases = sqliteTable("row_id_leases", {
  slot: integer().primaryKey(),
  owner: text().notNull(),
  /** The first second that the owner must not use. */
  reservedUntil: integer().notNull(),
});
