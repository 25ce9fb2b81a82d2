import { availableParallelism } from "node:os";
import { type PasswordHasher, StoreUnavailableError } from "@sallyport/core";
import { readPasswordHash } from "./password-hashes/all.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { hashWithArgon2, isOfPresentCost } from "./password-hashes/argon2.ts";

export interface PasswordLimits {
  /** Hashes at one time; each takes a thread of the pool and 19 MiB, at most 64 when another system made it. */
  concurrent: number;
  /** How many more may wait. */
  queued: number;
}

// One of libuv's four threads stays free for files and names.
const defaults: PasswordLimits = { concurrent: Math.min(3, Math.max(1, availableParallelism() - 1)), queued: 100 };

/** Hashes off the event loop; refuses at once when too many wait already. */
export function createPasswordHasher(limits: PasswordLimits = defaults): PasswordHasher {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= limits.concurrent) {
      if (waiting.length >= limits.queued) throw new StoreUnavailableError("too many passwords wait to be checked");
      // Whoever ends hands its place on, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  return {
    hash: (password) => inTurn(() => hashWithArgon2(password)),
    async verify(hash, password) {
      const check = readPasswordHash(hash);
      return check !== undefined && (await inTurn(() => check(password)));
    },
    isCommon: isCommonPassword,
    canVerify: (hash) => readPasswordHash(hash) !== undefined,
    isCurrent: isOfPresentCost,
  };
}
