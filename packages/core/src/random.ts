import { randomBytes } from "node:crypto";

/** Where chance comes from; core reads no other. */
export interface Random {
  /** `count` fresh unpredictable bytes. */
  bytes(count: number): Buffer;
}

const poolBytes = 4096;

/** The operating system's randomness, fetched in blocks because single small reads are dear. */
export function createSystemRandom(): Random {
  let pool = Buffer.alloc(0);
  let offset = 0;
  return {
    bytes(count) {
      if (count > poolBytes) return randomBytes(count);
      if (offset + count > pool.length) {
        pool = randomBytes(poolBytes);
        offset = 0;
      }
      const taken = Buffer.from(pool.subarray(offset, offset + count));
      pool.fill(0, offset, offset + count);
      offset += count;
      return taken;
    },
  };
}
