import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type {
  ClientId,
  Consent,
  ConsentListRequest,
  Page,
  RowId,
  RowListRequest,
  Session,
  User,
  UserId,
  UserListRequest,
} from "../model/index.ts";

/** The verbs of the port for people, where they are signed in and what they allowed: see `Store`. */
export interface Users {
  insert(user: User): Promise<"inserted" | "exists">;
  get(id: UserId): Promise<User | undefined>;
  /** `email` in lower case. */
  getByEmail(email: string): Promise<User | undefined>;
  /** Newest first, unless asked otherwise. */
  list(wanted: UserListRequest): Promise<Page<User>>;
  /** Sets the password and makes the epoch grow; with `ifEpoch` only while the person is in that epoch. */
  setPassword(
    id: UserId,
    change: { passwordHash: string; ifEpoch?: number },
    now: EpochSeconds,
  ): Promise<"set" | "gone" | "stale">;
  /** Puts another hash of the same password in the place of `from`, and ends nothing: "stale" when it is no longer there. */
  rehash(id: UserId, hashes: { from: string; to: string }): Promise<"set" | "stale">;
  /**
   * Puts name, e-mail address and role in the place of what they were, for a person that is there in the
   * version that `user` states. The last active owner stays an owner.
   */
  update(user: User): Promise<"updated" | "conflict" | "exists" | "gone" | "last_owner">;
  /** Sets the status; a change to `disabled`, which the last active owner is spared, also makes the epoch grow. */
  setStatus(id: UserId, status: User["status"], now: EpochSeconds): Promise<"set" | "gone" | "last_owner">;
  /** Makes the epoch grow: all sessions and grants of the person are dead. */
  signOutEverywhere(id: UserId, now: EpochSeconds): Promise<"set" | "gone">;
  /**
   * Removes the person, unless it is the last active owner. Their sessions and grants are worth nothing from
   * that moment, and are removed with their consents and API keys before the promise resolves.
   */
  erase(id: UserId, now: EpochSeconds): Promise<"erased" | "gone" | "last_owner">;
}

export interface Sessions {
  insert(session: Session): Promise<void>;
  get(hash: SecretHash): Promise<Session | undefined>;
  /** Notes a use and moves the idle expiry. */
  touch(hash: SecretHash, use: { lastUsedAt: EpochSeconds; idleExpiresAt: EpochSeconds }): Promise<void>;
  delete(hash: SecretHash): Promise<"deleted" | "gone">;
  /** The person's sessions that are alive: not expired, and of the person's present epoch; newest first. */
  listByUser(user: Pick<User, "id" | "epoch">, now: EpochSeconds, wanted: RowListRequest): Promise<Page<Session>>;
  /** Ends one session; one of somebody else is not found. */
  deleteOf(userId: UserId, id: RowId): Promise<"deleted" | "gone">;
  /** Ends all sessions of the person but the one that is kept. Returns how many. */
  deleteOthers(userId: UserId, kept: RowId): Promise<number>;
}

export interface Consents {
  get(key: { userId: UserId; clientId: ClientId; resources: string }): Promise<Consent | undefined>;
  listByUser(userId: UserId): Promise<Consent[]>;
  /** What was allowed last comes first, unless asked otherwise. */
  list(wanted: ConsentListRequest): Promise<Page<Consent>>;
  /** Stores a consent that was given elsewhere, unless there is one that counts. */
  insert(consent: Consent): Promise<"inserted" | "exists">;
  /** Removes the consents of user and client with the codes and grants that follow from them. */
  revoke(userId: UserId, clientId: ClientId, now: EpochSeconds): Promise<"revoked" | "gone">;
}
