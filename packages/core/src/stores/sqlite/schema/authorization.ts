import { isNull } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { AuthorizationRequest, RevocationReason } from "../../../ports/store.ts";
import { flagColumn, hashColumn, jsonColumn, secondsColumn } from "../columns.ts";

export const interactions = sqliteTable(
  "interactions",
  {
    id: text().primaryKey(),
    boundTo: hashColumn().notNull(),
    clientId: text().notNull(),
    request: jsonColumn<AuthorizationRequest>().notNull(),
    createdAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    signedInAt: secondsColumn(),
  },
  (table) => [index("interactions_expires_at").on(table.expiresAt)],
);

export const deviceRequests = sqliteTable(
  "oauth_device_requests",
  {
    id: integer().primaryKey(),
    hash: hashColumn().notNull(),
    userCodeHash: hashColumn().notNull(),
    clientId: text().notNull(),
    scopes: jsonColumn<readonly string[]>().notNull(),
    resources: jsonColumn<readonly string[]>().notNull(),
    resourceSent: flagColumn().notNull(),
    createdAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    intervalSeconds: integer().notNull(),
    lastPolledAt: secondsColumn(),
    deniedAt: secondsColumn(),
  },
  (table) => [
    uniqueIndex("oauth_device_requests_user_code_hash").on(table.userCodeHash),
    index("oauth_device_requests_expires_at").on(table.expiresAt),
  ],
);

export const codes = sqliteTable(
  "oauth_authorization_codes",
  {
    id: integer().primaryKey(),
    hash: hashColumn().notNull(),
    clientId: text().notNull(),
    clientEpoch: integer().notNull(),
    userId: text().notNull(),
    userEpoch: integer().notNull(),
    redirectUri: text().notNull(),
    scopes: jsonColumn<readonly string[]>().notNull(),
    resources: jsonColumn<readonly string[]>().notNull(),
    resourceSent: flagColumn().notNull(),
    codeChallenge: text().notNull(),
    nonce: text(),
    authenticatedAt: secondsColumn().notNull(),
    createdAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    redeemedBy: integer(),
  },
  // Partial, so it stays as small as the number of codes under way.
  (table) => [
    index("oauth_authorization_codes_unredeemed").on(table.clientId, table.userId).where(isNull(table.redeemedBy)),
  ],
);

export const grants = sqliteTable(
  "oauth_grants",
  {
    id: integer().primaryKey(),
    clientId: text().notNull(),
    clientEpoch: integer().notNull(),
    userId: text().notNull(),
    userEpoch: integer().notNull(),
    systemEpoch: integer().notNull(),
    scopes: jsonColumn<readonly string[]>().notNull(),
    resources: jsonColumn<readonly string[]>().notNull(),
    resourceSent: flagColumn().notNull(),
    authenticatedAt: secondsColumn().notNull(),
    createdAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    familyHash: hashColumn(),
    currentHash: hashColumn(),
    previousHash: hashColumn(),
    salt: text(),
    rotatedAt: secondsColumn(),
    idleExpiresAt: secondsColumn(),
    address: text(),
    userAgent: text(),
    lastUsedAt: secondsColumn().notNull(),
    revokedAt: secondsColumn(),
    revokedReason: text().$type<RevocationReason>(),
  },
  (table) => [
    index("oauth_grants_user_id").on(table.userId),
    index("oauth_grants_client_id").on(table.clientId),
    index("oauth_grants_expires_at").on(table.expiresAt),
  ],
);

export const revocations = sqliteTable(
  "oauth_revocations",
  {
    /** Grows with each insertion and is never given twice: where a reader has got to. */
    number: integer().primaryKey({ autoIncrement: true }),
    jti: text(),
    grantId: integer(),
    clientId: text(),
    userId: text(),
    at: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
  },
  (table) => [
    uniqueIndex("oauth_revocations_jti").on(table.jti),
    index("oauth_revocations_expires_at").on(table.expiresAt),
  ],
);

export const consents = sqliteTable(
  "oauth_consents",
  {
    /** Grows with each approval, for lists. */
    number: integer().primaryKey(),
    userId: text().notNull(),
    clientId: text().notNull(),
    resources: text().notNull(),
    scopes: jsonColumn<readonly string[]>().notNull(),
    redirectUri: text().notNull(),
    grantedAt: secondsColumn().notNull(),
    updatedAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
    /** The client's when it was given. */
    generation: integer().notNull(),
  },
  (table) => [
    uniqueIndex("oauth_consents_key").on(table.userId, table.clientId, table.resources),
    index("oauth_consents_client_id").on(table.clientId),
  ],
);
