import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type { ClientId, UserId } from "./ids.ts";

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
  /** What another system kept of its secret; gives way to `secretHash` when the secret is first shown. */
  foreignSecretHash?: string;
  /** The secret before that one, which passes until it expires. */
  previousSecretHash?: SecretHash;
  previousSecretExpiresAt?: EpochSeconds;
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
  /** Grows with each change of the client. */
  version: number;
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

/** What is alive of what a client holds. */
export interface Holdings {
  grants: number;
  /** Of these grants, those with a refresh token. */
  refreshTokens: number;
  /** Whose grants they are. */
  people: number;
  /** When one of them was last used. */
  lastUsedAt?: EpochSeconds;
  /** Whether there are older grants, which were not looked at. */
  isAtLeast: boolean;
}
