import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";

export type ClientId = string;

export type UserId = string;

/** A row id of `Store.nextId`. */
export type RowId = number;

export interface Client {
  id: ClientId;
  name: string;
  description?: string;
  type: "public" | "confidential";
  /** How it authenticates at the token endpoint: a name from `client-auth/all.ts`. */
  authMethod: string;
  /** Further methods that pass: a method that was filled in, not chosen, may be any of its kind. */
  alsoAccepts: readonly string[];
  secretHash?: SecretHash;
  /** Its public keys as a JWK set in JSON text, for methods that sign (RFC 7591 section 2). */
  jwks?: string;
  /** Where its public keys are, when it publishes them. */
  jwksUri?: string;
  redirectUris: readonly string[];
  grantTypes: readonly string[];
  /** The scopes it may get; absent: every scope that is not privileged. */
  scopes?: readonly string[];
  /** The resource that is meant when a request names none. */
  defaultResource?: string;
  accessTokenTtlSeconds?: number;
  refreshTokenTtlSeconds?: number;
  /**
   * `until_successor_used`: a replaced refresh token gets its same successor until that is used, however
   * long it takes, for clients that lose answers; absent: for the short window that the server has.
   */
  refreshReplay?: "until_successor_used";
  /**
   * `preregistered`: made by an operator. `dynamic`: registered itself (RFC 7591), so nobody knows who it
   * is. `document`: its id is the address of its metadata document, whose host vouches for it.
   */
  provenance: "preregistered" | "dynamic" | "document";
  /** `pending`: waits for an operator's approval. */
  status: "active" | "disabled" | "pending";
  /** Grows when everything the client holds must die at once. */
  epoch: number;
  /** The user who registered it, when one did. */
  ownerId?: UserId;
  /** The state of the fetched document, for `provenance: "document"`. */
  document?: DocumentState;
  /** Hash of the registration access token (RFC 7592 section 3). */
  registrationTokenHash?: SecretHash;
  /** Further RFC 7591 members, echoed at registration: `client_uri`, `logo_uri`, `application_type`, … */
  metadata: Readonly<Record<string, string | readonly string[]>>;
  createdAt: EpochSeconds;
}

/** What is known of the copy of a client's metadata document. */
export interface DocumentState {
  fetchedAt: EpochSeconds;
  /** Until then the copy counts without asking again. */
  freshUntil: EpochSeconds;
  etag?: string;
  lastModified?: string;
}

/** A client's logo, as we drew it. */
export interface Logo {
  /** Opaque and unguessable; stands in its address. */
  id: string;
  clientId: ClientId;
  /** What it was made from. */
  url: string;
  png: Uint8Array;
  /** After that it is worth fetching again. */
  freshUntil: EpochSeconds;
  expiresAt: EpochSeconds;
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

/** Values of a request or of a registration, by their names: never a code, token, verifier, secret, `state` or `nonce`. */
export type Facts = Readonly<Record<string, string | readonly string[]>>;

/** Something that happened in a flow, for people. */
export interface FlightStep {
  at: EpochSeconds;
  /** `request.<route>`, or the type of an event. */
  event: string;
  facts: Facts;
}

/** A request that was refused, with what is needed to tell why. */
export interface Incident {
  /** What the client was told, without meaning: `err_7k2m9x4q`. */
  id: string;
  at: EpochSeconds;
  expiresAt: EpochSeconds;
  /** Its record in the log. */
  requestId: string;
  route: string;
  status: number;
  error: string;
  /** The key of `explanations`. */
  reason: string;
  clientId?: string;
  flowId?: string;
  received: Facts;
  registered: Facts;
  /** What is known to have happened before, oldest first. */
  timeline: readonly FlightStep[];
}

/** A scope and the words that a person reads on the consent page. */
export interface Scope {
  name: string;
  description?: string;
  /** Present: privileged. Only people with one of these roles can grant it, and it is never a default. */
  roles?: readonly Role[];
  /** False: not in the metadata; whoever knows it can ask for it. */
  isAdvertised?: boolean;
}

/** A protected resource (RFC 8707), for example an MCP server. */
export interface Resource {
  /** The registered spelling: becomes the `aud`. */
  uri: string;
  /** `canonicalResource(uri)`; unique. */
  canonical: string;
  name?: string;
  scopes: readonly Scope[];
  /** How its access tokens look; absent: a JWT that it can verify by itself. */
  tokenFormat?: "opaque";
  /** Absent: the client's or the server's. */
  accessTokenTtlSeconds?: number;
  /** Only clients that an operator made for it may ask for it. */
  isPrivate?: boolean;
  createdAt: EpochSeconds;
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

export interface SystemState {
  issuer: string;
  /** Grows when every token of everybody must die at once. */
  epoch: number;
}
