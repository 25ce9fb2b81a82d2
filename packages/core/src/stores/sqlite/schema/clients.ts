import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Client, DocumentState } from "../../port.ts";
import { bytesColumn, hashColumn, jsonColumn, secondsColumn } from "../columns.ts";

export const clients = sqliteTable(
  "oauth_clients",
  {
    /** Grows with each insertion, for lists. */
    number: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    description: text(),
    type: text().$type<Client["type"]>().notNull(),
    authMethod: text().notNull(),
    alsoAccepts: jsonColumn<Client["alsoAccepts"]>().notNull(),
    secretHash: hashColumn(),
    jwks: text(),
    jwksUri: text(),
    redirectUris: jsonColumn<Client["redirectUris"]>().notNull(),
    grantTypes: jsonColumn<Client["grantTypes"]>().notNull(),
    scopes: jsonColumn<readonly string[]>(),
    defaultResource: text(),
    accessTokenTtlSeconds: integer(),
    refreshTokenTtlSeconds: integer(),
    refreshReplay: text().$type<NonNullable<Client["refreshReplay"]>>(),
    provenance: text().$type<Client["provenance"]>().notNull(),
    status: text().$type<Client["status"]>().notNull(),
    epoch: integer().notNull(),
    ownerId: text(),
    document: jsonColumn<DocumentState>(),
    registrationTokenHash: hashColumn(),
    metadata: jsonColumn<Client["metadata"]>().notNull(),
    createdAt: secondsColumn().notNull(),
  },
  (table) => [uniqueIndex("oauth_clients_id").on(table.id), index("oauth_clients_created_at").on(table.createdAt)],
);

/** Initial access tokens that nobody has used. */
export const invitations = sqliteTable("invitations", {
  hash: hashColumn().primaryKey(),
  expiresAt: secondsColumn().notNull(),
});

export const logos = sqliteTable(
  "logos",
  {
    /** Grows with each insertion: the oldest make room for the youngest. */
    number: integer().primaryKey(),
    id: text().notNull(),
    clientId: text().notNull(),
    url: text().notNull(),
    freshUntil: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    /** Last, so that the others are read without it. */
    png: bytesColumn().notNull(),
  },
  (table) => [
    uniqueIndex("logos_id").on(table.id),
    uniqueIndex("logos_client_id").on(table.clientId),
    index("logos_expires_at").on(table.expiresAt),
  ],
);
