import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";

/**
 * The store's port: types only. A verb says what must hold afterwards and is atomic on its own; its
 * promise resolves after a durable commit. A verb that cannot read or write rejects with
 * `StoreUnavailableError`. Expiry is decided by the `now` that is passed in.
 */
export interface Store {
  /** What it is, for people: `memory:` or `sqlite:./file.db`. */
  readonly description: string;
  readonly clients: Clients;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly interactions: Interactions;
  readonly grants: Grants;
  readonly consents: Consents;
  readonly resources: Resources;
  readonly keys: Keys;
  readonly system: System;
  /**
   * A row id that no other process on the same data gives out: a positive safe integer, ordered by time
   * (seconds since 2025, then a part of this process, then a sequence).
   */
  nextId(now: EpochSeconds): number;
  /** Frees the space of what expired before `now`; at most one short slice. Returns the rows removed. */
  clean(now: EpochSeconds): Promise<number>;
  close(): Promise<void>;
}

export type ClientId = string;
export type UserId = string;
/** A row id of `Store.nextId`. */
export type RowId = number;

/** A page of a list: pass `next` back as `cursor` to go on; absent at the end. */
export interface Page<Item> {
  items: Item[];
  next?: string;
}

export interface PageRequest {
  /** 1 to 200. */
  limit: number;
  cursor?: string;
}

export interface Client {
  id: ClientId;
  name: string;
  description?: string;
  type: "public" | "confidential";
  /** How it authenticates at the token endpoint: a name from `client-auth/all.ts`. */
  authMethod: string;
  /** Whether `authMethod` was asked for, not filled in; a defaulted one may use Basic or post. */
  authMethodChosen: boolean;
  secretHash?: SecretHash;
  redirectUris: readonly string[];
  grantTypes: readonly string[];
  /** The scopes it may get; absent: every scope that is not privileged. */
  scopes?: readonly string[];
  /** The resource that is meant when a request names none. */
  defaultResource?: string;
  accessTokenTtlSeconds?: number;
  refreshTokenTtlSeconds?: number;
  /** `preregistered`: made by an operator. `dynamic`: registered itself (RFC 7591), so it is unverified. */
  provenance: "preregistered" | "dynamic";
  status: "active" | "disabled";
  /** Grows when everything the client holds must die at once. */
  epoch: number;
  /** The user who registered it, when one did. */
  ownerId?: UserId;
  /** Further RFC 7591 members, echoed at registration: `client_uri`, `logo_uri`, `application_type`, … */
  metadata: Readonly<Record<string, string | readonly string[]>>;
  createdAt: EpochSeconds;
}

export interface Clients {
  insert(client: Client): Promise<"inserted" | "exists">;
  get(id: ClientId): Promise<Client | undefined>;
  /** Newest first. */
  list(page: PageRequest): Promise<Page<Client>>;
  /** Sets the status; a change to `disabled` also makes the epoch grow. */
  setStatus(id: ClientId, status: Client["status"]): Promise<"set" | "gone">;
  /** Removes the client with its codes, grants, consents and pending interactions. */
  delete(id: ClientId): Promise<"deleted" | "gone">;
}

export type Role = "user" | "viewer" | "operator" | "owner";

export interface User {
  /** The `sub`: opaque, never reused. */
  id: UserId;
  /** Lower-case; unique. */
  email: string;
  name?: string;
  /** A PHC string of argon2id. */
  passwordHash?: string;
  role: Role;
  status: "active" | "disabled";
  /** Grows when every session and grant of the person must die at once. */
  epoch: number;
  createdAt: EpochSeconds;
}

export interface Users {
  insert(user: User): Promise<"inserted" | "exists">;
  get(id: UserId): Promise<User | undefined>;
  /** `email` in lower case. */
  getByEmail(email: string): Promise<User | undefined>;
  list(page: PageRequest): Promise<Page<User>>;
  /** Sets the password and makes the epoch grow. */
  setPassword(id: UserId, passwordHash: string): Promise<"set" | "gone">;
  /** Sets the status; a change to `disabled` also makes the epoch grow. */
  setStatus(id: UserId, status: User["status"]): Promise<"set" | "gone">;
  /** Makes the epoch grow: all sessions and grants of the person are dead. */
  signOutEverywhere(id: UserId): Promise<"set" | "gone">;
}

/** Somebody signed in, in one browser. */
export interface Session {
  /** Hash of the cookie's secret. */
  hash: SecretHash;
  userId: UserId;
  /** `User.epoch` at sign-in: another one now means the session is dead. */
  userEpoch: number;
  /** Which door it opens: the pages of `/oauth` and `/account`, or the admin listener. */
  audience: "account" | "admin";
  authenticatedAt: EpochSeconds;
  lastUsedAt: EpochSeconds;
  idleExpiresAt: EpochSeconds;
  expiresAt: EpochSeconds;
  address?: string;
  userAgent?: string;
}

export interface Sessions {
  insert(session: Session): Promise<void>;
  get(hash: SecretHash): Promise<Session | undefined>;
  /** Notes a use and moves the idle expiry. */
  touch(hash: SecretHash, use: { lastUsedAt: EpochSeconds; idleExpiresAt: EpochSeconds }): Promise<void>;
  delete(hash: SecretHash): Promise<"deleted" | "gone">;
}

/** What the client asked for, checked, kept here and never in the browser. */
export interface AuthorizationRequest {
  clientId: ClientId;
  redirectUri: string;
  state?: string;
  scopes: readonly string[];
  /** Registered spellings of the resources asked for; empty: none was named and none is the default. */
  resources: readonly string[];
  /** Whether the client named a resource itself. */
  resourceSent: boolean;
  /** S256. */
  codeChallenge: string;
  nonce?: string;
  prompt: readonly string[];
  maxAgeSeconds?: number;
  loginHint?: string;
}

/** An authorization request that waits for a person. */
export interface Interaction {
  /** Opaque and unguessable; stands in the page's address. */
  id: string;
  /** Hash of the browser's cookie: only that browser may see and answer it. */
  boundTo: SecretHash;
  request: AuthorizationRequest;
  createdAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** When somebody signed in during this interaction: satisfies `prompt=login` and `max_age`. */
  signedInAt?: EpochSeconds;
}

export interface Interactions {
  insert(interaction: Interaction): Promise<void>;
  get(id: string, now: EpochSeconds): Promise<Interaction | undefined>;
  /** Notes that somebody signed in during it. */
  noteSignIn(id: string, boundTo: SecretHash, signedInAt: EpochSeconds): Promise<"noted" | "gone">;
  /** Ends it by approval: it is gone, the consent replaced, the code stored; of two callers one wins. */
  approve(id: string, boundTo: SecretHash, outcome: { consent: Consent; code: Code }): Promise<"approved" | "gone">;
  /** Ends it without approval. */
  discard(id: string, boundTo: SecretHash): Promise<"discarded" | "gone">;
}

/** What a person allowed a client, last time they were asked. One row per user, client and resource set. */
export interface Consent {
  userId: UserId;
  clientId: ClientId;
  /** The resources, sorted and joined by a space; empty for none. */
  resources: string;
  scopes: readonly string[];
  /** Where the answer went. */
  redirectUri: string;
  grantedAt: EpochSeconds;
  updatedAt: EpochSeconds;
  expiresAt: EpochSeconds;
}

export interface Consents {
  get(key: { userId: UserId; clientId: ClientId; resources: string }): Promise<Consent | undefined>;
  listByUser(userId: UserId): Promise<Consent[]>;
  /** Removes the consents of user and client with the codes and grants that follow from them. */
  revoke(userId: UserId, clientId: ClientId, now: EpochSeconds): Promise<"revoked" | "gone">;
}

/** An authorization code, from approval to redemption; kept for a day to recognise a replay. */
export interface Code {
  id: RowId;
  hash: SecretHash;
  clientId: ClientId;
  clientEpoch: number;
  userId: UserId;
  userEpoch: number;
  redirectUri: string;
  scopes: readonly string[];
  resources: readonly string[];
  resourceSent: boolean;
  codeChallenge: string;
  nonce?: string;
  authenticatedAt: EpochSeconds;
  createdAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** The grant that it bought; set once, by `redeem`. */
  redeemedBy?: RowId;
}

/** What a client may do for a person, from code redemption to its end: one row, rotated in place. */
export interface Grant {
  id: RowId;
  clientId: ClientId;
  clientEpoch: number;
  userId: UserId;
  userEpoch: number;
  systemEpoch: number;
  scopes: readonly string[];
  resources: readonly string[];
  resourceSent: boolean;
  authenticatedAt: EpochSeconds;
  createdAt: EpochSeconds;
  /** When no token of it can be alive any more. */
  expiresAt: EpochSeconds;
  /** Absent when the client gets no refresh token. */
  refresh?: RefreshState;
  address?: string;
  userAgent?: string;
  lastUsedAt: EpochSeconds;
  revokedAt?: EpochSeconds;
  revokedReason?: RevocationReason;
}

export type RevocationReason = "code_replayed" | "refresh_token_reused" | "client_request" | "consent_revoked";

export interface RefreshState {
  /** Hash of the part that all refresh tokens of the grant share: tells reuse from invention. */
  familyHash: SecretHash;
  /** Hash of the one live refresh token's own part. */
  currentHash: SecretHash;
  /** Hash of its predecessor, for the replay window. */
  previousHash?: SecretHash;
  /** Random value (base64url) from which, with the predecessor, the current token can be made again. */
  salt?: string;
  rotatedAt?: EpochSeconds;
  /** When the current token expires unused. */
  idleExpiresAt: EpochSeconds;
}

/** One rotation; `presentedHash` must still be current. */
export interface Rotation {
  grantId: RowId;
  presentedHash: SecretHash;
  nextHash: SecretHash;
  salt: string;
  rotatedAt: EpochSeconds;
  idleExpiresAt: EpochSeconds;
  address?: string;
  userAgent?: string;
}

export interface Grants {
  /** Stores a code without an interaction: the person's earlier consent covers it. */
  insertCode(code: Code): Promise<void>;
  /** The code, redeemed or not, expired or not. */
  getCode(id: RowId): Promise<Code | undefined>;
  /**
   * Consumes the code and writes the grant it buys. Call it only when every binding has matched: a code
   * that was redeemed before is a valid replay, and its grant is revoked in the same step.
   */
  redeem(codeId: RowId, grant: Grant): Promise<"redeemed" | "replayed" | "gone">;
  get(id: RowId): Promise<Grant | undefined>;
  /** Replaces the refresh token: of two callers with one token exactly one sees "rotated". */
  rotate(rotation: Rotation): Promise<"rotated" | "stale">;
  revoke(id: RowId, why: { reason: RevocationReason; now: EpochSeconds }): Promise<"revoked" | "gone">;
  /** The person's grants that are neither revoked nor expired, newest first. */
  listByUser(userId: UserId, now: EpochSeconds): Promise<Grant[]>;
}

/** A scope and the words that a person reads on the consent page. */
export interface Scope {
  name: string;
  description?: string;
  /** Present: privileged. Only people with one of these roles can grant it, and it is never a default. */
  roles?: readonly Role[];
}

/** A protected resource (RFC 8707), for example an MCP server. */
export interface Resource {
  /** The registered spelling: becomes the `aud`. */
  uri: string;
  /** `canonicalResource(uri)`; unique. */
  canonical: string;
  name?: string;
  scopes: readonly Scope[];
  createdAt: EpochSeconds;
}

export interface Resources {
  insert(resource: Resource): Promise<"inserted" | "exists">;
  /** All, oldest first: there are few, and every authorization needs them. */
  list(): Promise<readonly Resource[]>;
  delete(canonical: string): Promise<"deleted" | "gone">;
}

/** A signing key; the private part is sealed with the master key. */
export interface SigningKey {
  kid: string;
  alg: "ES256" | "RS256";
  /** Public JWK as JSON text. */
  publicJwk: string;
  sealedPrivateJwk: string;
  createdAt: EpochSeconds;
  /** Signs from this instant on, until a younger key of the same algorithm takes over. */
  activeFrom: EpochSeconds;
  /** When it leaves the JWKS; absent: not yet known. */
  retiresAt?: EpochSeconds;
}

export interface Keys {
  /** Stores the key unless one of the same algorithm was made at or after `unlessMadeSince`: of two processes one wins. */
  insert(key: SigningKey, unlessMadeSince: EpochSeconds): Promise<"inserted" | "exists">;
  list(): Promise<readonly SigningKey[]>;
  setRetiresAt(kid: string, retiresAt: EpochSeconds): Promise<"set" | "gone">;
  delete(kid: string): Promise<"deleted" | "gone">;
}

export interface SystemState {
  issuer: string;
  /** Grows when every token of everybody must die at once. */
  epoch: number;
}

export interface System {
  /** Notes the issuer at the first start; afterwards returns what was noted, whatever is passed. */
  claimIssuer(issuer: string): Promise<SystemState>;
  get(): Promise<SystemState | undefined>;
  bumpEpoch(): Promise<void>;
  /** Rows per kind, for status pages. */
  counts(): Promise<{ clients: number; users: number; grants: number; consents: number; resources: number }>;
}
