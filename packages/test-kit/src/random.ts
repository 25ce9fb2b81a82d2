import { createHash } from "node:crypto";
import type { Random } from "@sallyport/core/random";

/** The same bytes for the same seed, in every run. */
export function createSeededRandom(seed: number | string): Random {
  let block = 0;
  let pool = Buffer.alloc(0);
  return {
    bytes(count) {
      while (pool.length < count) {
        pool = Buffer.concat([pool, createHash("sha256").update(`${seed}:${block}`).digest()]);
        block += 1;
      }
      const taken = Buffer.from(pool.subarray(0, count));
      pool = pool.subarray(count);
      return taken;
    },
  };
}
