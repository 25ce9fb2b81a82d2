import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type { RowId, UserId } from "./ids.ts";

export type Role = "user" | "viewer" | "operator" | "owner";

/** The roles that open the admin listener. */
export type AdminRole = Exclude<Role, "user">;

export interface User {
  /** The `sub`: opaque, never reused. */
  id: UserId;
  /** Lower-case; unique. */
  email: string;
  name?: string;
  /** As `PasswordHasher` writes it; until the next sign-in it can be one that another system made. */
  passwordHash?: string;
  role: Role;
  status: "active" | "disabled";
  /** Grows when every session and grant of the person must die at once. */
  epoch: number;
  /** Grows with each change of what is known of the person. */
  version: number;
  createdAt: EpochSeconds;
}

/** Somebody signed in, in one browser. */
export interface Session {
  /** Names the session where its cookie must not be seen; opens nothing. */
  id: RowId;
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
