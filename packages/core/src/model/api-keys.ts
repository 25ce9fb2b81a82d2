import type { SecretHash } from "../secret.ts";
import type { EpochSeconds } from "../time.ts";
import type { UserId } from "./ids.ts";
import type { AdminRole } from "./people.ts";

/** What a program shows at the admin listener in the place of a person's session. */
export interface ApiKey {
  /** For lists and events; opens nothing. */
  id: string;
  hash: SecretHash;
  name: string;
  /** The most that it may do; never more than its maker may at that moment. */
  role: AdminRole;
  /** The person who answers for it. */
  makerId: UserId;
  /** `User.epoch` of the maker when it was made: another one now means the key is dead. */
  makerEpoch: number;
  createdAt: EpochSeconds;
  expiresAt: EpochSeconds;
  lastUsedAt?: EpochSeconds;
}
