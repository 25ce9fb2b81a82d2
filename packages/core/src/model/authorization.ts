import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type { ClientId, UserId, RowId } from "./ids.ts";

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
  /** The answer goes to a device that asks for it, not by redirect. */
  device?: { id: RowId; userCode: string };
}

/** That a device asked for its answer: the request as it was, and whether it asked too soon. */
export interface DevicePoll {
  request: DeviceRequest;
  isEarly: boolean;
}

/** What a device without a browser asks for, until a person has answered elsewhere (RFC 8628). */
export interface DeviceRequest {
  id: RowId;
  /** Of the device code. */
  hash: SecretHash;
  userCodeHash: SecretHash;
  clientId: ClientId;
  scopes: readonly string[];
  resources: readonly string[];
  resourceSent: boolean;
  createdAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** How long the device waits between two questions. */
  intervalSeconds: number;
  lastPolledAt?: EpochSeconds;
  deniedAt?: EpochSeconds;
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

export type RevocationReason =
  | "code_replayed"
  | "refresh_token_reused"
  | "client_request"
  | "consent_revoked"
  | "admin";

/** What a revocation is about: the access tokens that have all of these names. */
export interface Revoked {
  /** One token. */
  jti?: string;
  grantId?: RowId;
  clientId?: ClientId;
  userId?: UserId;
}

/** The end of access tokens before their time. */
export interface Revocation extends Revoked {
  /** Tokens issued later live, unless it is about one token or grant. */
  at: EpochSeconds;
  /** When all tokens that it is about have expired. */
  expiresAt: EpochSeconds;
}

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
