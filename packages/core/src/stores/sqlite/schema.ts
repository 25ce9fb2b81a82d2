import { isNull } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type {
  AuthorizationRequest,
  Client,
  DocumentState,
  Incident,
  Resource,
  RevocationReason,
  Session,
  SigningKey,
  User,
} from "../port.ts";
import { bytesColumn, flagColumn, hashColumn, jsonColumn, secondsColumn } from "./columns.ts";

/*
 * No foreign keys: which rows go together is said by the verbs, and a look-up of the parent at every
 * write of a code or a grant would be paid on the hot path.
 *
 * Few indexes: each is one more page to write per sign-in. Codes and grants are found by their integer
 * primary key, which grows with time, so that new rows are appended.
 */

/** What the database is called in its own header: "SLYP". */
export const applicationId = 0x53_4c_59_50;

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
    createdAt: secondsColumn().notNull(),
  },
  (table) => [
    uniqueIndex("users_id").on(table.id),
    uniqueIndex("users_email").on(table.email),
    index("users_created_at").on(table.createdAt),
  ],
);

export const sessions = sqliteTable(
  "sessions",
  {
    hash: hashColumn().primaryKey(),
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
  (table) => [index("sessions_idle_expires_at").on(table.idleExpiresAt)],
);

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

export const consents = sqliteTable(
  "oauth_consents",
  {
    userId: text().notNull(),
    clientId: text().notNull(),
    resources: text().notNull(),
    scopes: jsonColumn<readonly string[]>().notNull(),
    redirectUri: text().notNull(),
    grantedAt: secondsColumn().notNull(),
    updatedAt: secondsColumn().notNull(),
    expiresAt: secondsColumn().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.clientId, table.resources] }),
    index("oauth_consents_client_id").on(table.clientId),
  ],
);

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
    createdAt: secondsColumn().notNull(),
  },
  (table) => [uniqueIndex("resources_canonical").on(table.canonical)],
);

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

/** Initial access tokens that nobody has used. */
export const invitations = sqliteTable("invitations", {
  hash: hashColumn().primaryKey(),
  expiresAt: secondsColumn().notNull(),
});

/** What counts once, until its expiry. */
export const onceOnly = sqliteTable(
  "once_only",
  {
    hash: hashColumn().primaryKey(),
    expiresAt: secondsColumn().notNull(),
  },
  (table) => [index("once_only_expires_at").on(table.expiresAt)],
);

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
