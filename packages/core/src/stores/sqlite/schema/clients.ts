import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Client, DocumentState } from "../../port.ts";
import { bytesColumn, hashColumn, jsonColumn, secondsColumn } from "../columns.ts";

export const clients = sqliteTable(
  "oauth_clients",
  {
    /** Grows with each insertion, for lists. */
    number: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    /** The name as lists sort it. */
    sortName: text().notNull(),
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
  // In each index the number follows by itself: it is the row's own key.
  (table) => [
    uniqueIndex("oauth_clients_id").on(table.id),
    index("oauth_clients_created_at").on(table.createdAt),
    index("oauth_clients_name").on(table.sortName),
    index("oauth_clients_filtered_created_at").on(table.status, table.provenance, table.type, table.createdAt),
    index("oauth_clients_filtered_name").on(table.status, table.provenance, table.type, table.sortName),
  ],
);

/** The words by which clients are searched. */
export const clientTerms = sqliteTable(
  "oauth_client_terms",
  { term: text().notNull(), number: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.term, table.number] }),
    index("oauth_client_terms_number").on(table.number, table.term),
  ],
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
