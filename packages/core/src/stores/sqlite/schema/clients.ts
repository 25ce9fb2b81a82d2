import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Client, DocumentState } from "../../../ports/store.ts";
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
    foreignSecretHash: text(),
    previousSecretHash: hashColumn(),
    previousSecretExpiresAt: secondsColumn(),
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
    version: integer().notNull(),
    /** Consents of an earlier one count no more. */
    consentGeneration: integer().notNull(),
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

/**
 * What a client lost at one stroke and the cleaner has yet to free: its grants before an epoch, its consents
 * before a generation. A client that is made under the same id begins with these.
 */
export const clientLeftovers = sqliteTable(
  "oauth_client_leftovers",
  {
    number: integer().primaryKey(),
    clientId: text().notNull(),
    epoch: integer().notNull(),
    consentGeneration: integer().notNull(),
    /** The last grant and the last consent that can be among them. */
    lastGrant: integer().notNull(),
    lastConsent: integer().notNull(),
    /** Once they are freed, how long it still stands, for what was stored in the moment of the loss. */
    expiresAt: secondsColumn(),
  },
  (table) => [
    index("oauth_client_leftovers_client_id").on(table.clientId),
    index("oauth_client_leftovers_expires_at").on(table.expiresAt),
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
