import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type { Consents, Sessions, Users } from "./store-people.ts";
import type {
  AuditAnchor,
  AuditEntry,
  AuditLink,
  AuditMark,
  AuditRequest,
  AuditRow,
  ClientId,
  UserId,
  RowId,
  Client,
  Interaction,
  Consent,
  Code,
  DevicePoll,
  DocumentState,
  DeviceRequest,
  Grant,
  HourCount,
  Holdings,
  Incident,
  Logo,
  Revocation,
  RevocationReason,
  Resource,
  ApiKey,
  KeyedCall,
  SigningKey,
  SystemState,
  Page,
  RowCounts,
  Storage,
  ClientListRequest,
  ApiKeyListRequest,
  GrantListRequest,
} from "../model/index.ts";

export type * from "./store-people.ts";
export type * from "../model/index.ts";

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
  readonly devices: Devices;
  readonly grants: Grants;
  readonly consents: Consents;
  readonly revocations: Revocations;
  readonly resources: Resources;
  readonly keys: Keys;
  readonly apiKeys: ApiKeys;
  readonly keyedCalls: KeyedCalls;
  readonly onceOnly: OnceOnly;
  readonly invitations: Invitations;
  readonly incidents: Incidents;
  readonly audit: Audit;
  readonly statistics: Statistics;
  readonly logos: Logos;
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

export interface Clients {
  /** Where there was a client of this id, its epoch begins after that one's: nothing of that one comes back. */
  insert(client: Client): Promise<"inserted" | "exists">;
  get(id: ClientId): Promise<Client | undefined>;
  /**
   * Puts what a client now says of itself in place of what it said: its epoch, status and creation stay, its
   * version grows. With `forgetConsents` everybody is asked again, at once. Inserts it when it is new.
   */
  put(client: Client, options: { forgetConsents: boolean }): Promise<void>;
  /** As `put`, for a client that is there in the version that `client` states. */
  update(client: Client, options: { forgetConsents: boolean }): Promise<"updated" | "conflict" | "gone">;
  /** Keeps the secret in our own way from now on; this is no change of the client. "stale": the foreign hash is another by now. */
  adoptSecret(id: ClientId, hashes: { from: string; to: SecretHash }): Promise<"adopted" | "stale">;
  /** Puts the state of its metadata document in the place of what it was; this is no change of the client. */
  noteDocument(id: ClientId, document: DocumentState): Promise<void>;
  /** Newest first, unless asked otherwise. */
  list(wanted: ClientListRequest): Promise<Page<Client>>;
  /** Sets the status; a change to `disabled` also makes the epoch grow. */
  setStatus(id: ClientId, status: Client["status"], now: EpochSeconds): Promise<"set" | "gone">;
  /** Makes the epoch grow: all that the client was granted is dead. */
  bumpEpoch(id: ClientId, now: EpochSeconds): Promise<"set" | "gone">;
  /**
   * Removes clients that registered themselves before `createdBefore` and hold neither grant nor consent;
   * a short slice at a time. Disabled ones stay, or they would come back as if nobody had disabled them.
   * Returns which.
   */
  deleteUnused(createdBefore: EpochSeconds): Promise<readonly ClientId[]>;
  /**
   * Removes the client, however much it holds: from now on its codes, grants, consents, logo and pending
   * interactions are worth nothing, whoever comes under its id; `clean` frees their space.
   */
  delete(id: ClientId, now: EpochSeconds): Promise<"deleted" | "gone">;
  /** What is alive of the client's `atMost` youngest grants: counting more would take too long. */
  countHoldings(client: Pick<Client, "id" | "epoch">, now: EpochSeconds, atMost: number): Promise<Holdings>;
}

export interface Interactions {
  insert(interaction: Interaction): Promise<void>;
  get(id: string, now: EpochSeconds): Promise<Interaction | undefined>;
  /** Notes that somebody signed in during it. */
  noteSignIn(id: string, boundTo: SecretHash, signedInAt: EpochSeconds): Promise<"noted" | "gone">;
  /** Ends it by approval: it is gone, the consent replaced, the code stored; of two callers one wins. */
  approve(id: string, boundTo: SecretHash, outcome: { consent: Consent; code: Code }): Promise<"approved" | "gone">;
  /** Ends it without approval. What a device asks for is denied, or with an approval gone, in the same step. */
  discard(id: string, boundTo: SecretHash, now: EpochSeconds): Promise<"discarded" | "gone">;
}

/** A person's answer ends a request: approval takes it away and leaves a code of the same id. */
export interface Devices {
  /** `exists`: another request has the user code. */
  insert(request: DeviceRequest): Promise<"inserted" | "exists">;
  /** The request, if it still waits for an answer. */
  getWaiting(key: { id: RowId } | { userCodeHash: SecretHash }, now: EpochSeconds): Promise<DeviceRequest | undefined>;
  /**
   * Notes that the device asks for the answer; too soon, and its interval grows by `penaltySeconds`. An expired
   * request is still known for an hour.
   */
  poll(id: RowId, now: EpochSeconds, penaltySeconds: number): Promise<DevicePoll | undefined>;
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
   * that was redeemed before is a valid replay, and its grant is revoked in the same step, unless spared.
   */
  redeem(codeId: RowId, grant: Grant, onReplay?: "revoke" | "spare"): Promise<"redeemed" | "replayed" | "gone">;
  get(id: RowId): Promise<Grant | undefined>;
  /** Replaces the refresh token: of two callers with one token exactly one sees "rotated". */
  rotate(rotation: Rotation): Promise<"rotated" | "stale">;
  revoke(id: RowId, why: { reason: RevocationReason; now: EpochSeconds }): Promise<"revoked" | "gone">;
  /**
   * Newest first, unless asked otherwise. With filters beyond the one for a person, or else a client, a page
   * looks at a bounded number of rows: it can hold fewer than asked for and yet have a `next`.
   */
  list(wanted: GrantListRequest, now: EpochSeconds): Promise<Page<Grant>>;
  /** The person's grants that are neither revoked nor expired, newest first. */
  listByUser(userId: UserId, now: EpochSeconds): Promise<Grant[]>;
}

/**
 * What ended before its time, for who judges tokens without asking. Every verb that ends tokens notes it
 * here in the same step.
 */
export interface Revocations {
  /** Notes the end of one token that has no grant, once. */
  insert(revocation: Revocation & { jti: string }): Promise<void>;
  /** Whether the token of that `jti` was revoked by itself. */
  hasToken(jti: string): Promise<boolean>;
  /** What was noted behind that mark, in the order of the commits. A mark that was never given out counts as 0. */
  listAfter(mark: number, limit: number): Promise<{ mark: number; revocation: Revocation }[]>;
}

export interface Resources {
  insert(resource: Resource): Promise<"inserted" | "exists">;
  /** All, oldest first: there are few, and every authorization needs them. */
  list(): Promise<readonly Resource[]>;
  /** Puts it in the place of the one that is there in the version that it states; the version grows. */
  update(resource: Resource): Promise<"updated" | "conflict" | "gone">;
  delete(canonical: string): Promise<"deleted" | "gone">;
}

export interface ApiKeys {
  insert(key: ApiKey): Promise<void>;
  get(id: string): Promise<ApiKey | undefined>;
  /** The key, expired or not. */
  getByHash(hash: SecretHash): Promise<ApiKey | undefined>;
  /** Expired ones too. */
  list(wanted: ApiKeyListRequest): Promise<Page<ApiKey>>;
  /** Notes a use. */
  touch(id: string, lastUsedAt: EpochSeconds): Promise<void>;
  delete(id: string): Promise<"deleted" | "gone">;
}

/** Calls of administrators who may ask again without making a second thing. */
export interface KeyedCalls {
  /** Claims the call: of all callers one hears "claimed", the others what is known of it. Where one has expired there is none. */
  claim(call: KeyedCall, now: EpochSeconds): Promise<"claimed" | KeyedCall>;
  /** Keeps the answer of a claimed call; without one it failed, and can be claimed again. */
  settle(id: SecretHash, sealedAnswer: string | undefined): Promise<void>;
}

/** Initial access tokens (RFC 7591 section 3): each lets one client register, whatever the policy says. */
export interface Invitations {
  insert(hash: SecretHash, expiresAt: EpochSeconds): Promise<void>;
  /** Uses the invitation up: of two callers one has it. */
  take(hash: SecretHash, now: EpochSeconds): Promise<"taken" | "gone">;
}

/** Things that count once: the `jti` of a signed assertion (RFC 7523 section 3). */
export interface OnceOnly {
  /** Notes the use of `hash` until `expiresAt`: of two callers exactly one hears "first". */
  use(hash: SecretHash, expiresAt: EpochSeconds): Promise<"first" | "used">;
}

export interface Incidents {
  /** Stores it; of all incidents the `keep` youngest stay. One whose id is taken is dropped. */
  insert(incident: Incident, keep: number): Promise<void>;
  get(id: string, now: EpochSeconds): Promise<Incident | undefined>;
}

/** Rows are appended and never changed; only `prune` removes some, from the front. */
export interface Audit {
  /**
   * Puts the entries at the end, in their order, each linked to the one before: of all processes together
   * there is one chain. `at` never runs back in it. Returns the sequence of the last row.
   */
  append(entries: readonly AuditEntry[], link: AuditLink): Promise<number>;
  /**
   * Newest first. A page holds fewer than `limit` when what was looked through got too much; without `next`
   * there are no more.
   */
  list(wanted: AuditRequest): Promise<Page<AuditRow>>;
  /** At most `limit` rows behind that sequence, oldest first. */
  listAfter(sequence: number, limit: number): Promise<AuditRow[]>;
  /** The end of the chain; absent before the first row. */
  head(): Promise<AuditMark | undefined>;
  /** Where the chain begins, once something was pruned. */
  anchor(): Promise<AuditAnchor | undefined>;
  /** Removes the oldest rows, those from before `before`, and remembers the last of them under its seal; a short slice. Returns how many. */
  prune(before: EpochSeconds, seal: (last: AuditMark) => string): Promise<number>;
}

export interface Statistics {
  /** Adds to the counts that are stored, and forgets those of hours before `keepFrom`. */
  add(counts: readonly HourCount[], keepFrom: EpochSeconds): Promise<void>;
  /** Those of hours from `from` on, the oldest first. */
  list(from: EpochSeconds): Promise<readonly HourCount[]>;
}

export interface Logos {
  /** Puts it in the place of the client's earlier one; of all logos the `keep` that were put last stay. */
  put(logo: Logo, keep: number): Promise<void>;
  /** The client's logo without its picture. */
  find(clientId: ClientId, now: EpochSeconds): Promise<Omit<Logo, "png"> | undefined>;
  get(id: string, now: EpochSeconds): Promise<Logo | undefined>;
}

export interface Keys {
  /** Stores the key unless one of the same algorithm was made at or after `unlessMadeSince`: of two processes one wins. */
  insert(key: SigningKey, unlessMadeSince: EpochSeconds): Promise<"inserted" | "exists">;
  list(): Promise<readonly SigningKey[]>;
  setRetiresAt(kid: string, retiresAt: EpochSeconds): Promise<"set" | "gone">;
  delete(kid: string): Promise<"deleted" | "gone">;
}

export interface System {
  /** Notes the issuer at the first start; afterwards returns what was noted, whatever is passed. */
  claimIssuer(issuer: string): Promise<SystemState>;
  get(): Promise<SystemState | undefined>;
  bumpEpoch(now: EpochSeconds): Promise<void>;
  /** Rows per kind, for status pages; of many rows it may be the count of a minute ago. */
  counts(): Promise<RowCounts>;
  storage(): Promise<Storage>;
}
