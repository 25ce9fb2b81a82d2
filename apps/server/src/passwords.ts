import { availableParallelism } from "node:os";
import { assets } from "#assets";
import { type PasswordHasher, StoreUnavailableError } from "@sallyport/core";

export interface PasswordLimits {
  /** Hashes at one time; each takes 19 MiB and a thread of the pool. */
  concurrent: number;
  /** How many more may wait. */
  queued: number;
}

// One of libuv's four threads stays free for files and names.
const defaults: PasswordLimits = { concurrent: Math.min(3, Math.max(1, availableParallelism() - 1)), queued: 100 };

/** argon2id with 19 MiB, two passes, one lane: the least that OWASP's password guide allows. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

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
    hash: (password) => inTurn(async () => await (await assets.loadArgon2()).hash(password, cost)),
    verify: (phc, password) => inTurn(async () => await (await assets.loadArgon2()).verify(phc, password)),
  };
}
