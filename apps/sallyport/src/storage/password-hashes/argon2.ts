import { assets } from "#assets";
import type { PasswordHashScheme } from "./scheme.ts";

/** argon2id with 19 MiB, two passes, one lane: the least that OWASP's password guide allows. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Twice what the second choice of RFC 9106 section 4 costs in time, and as much memory. */
const most = { memoryKibibytes: 65_536, passes: 6, lanes: 8 } as const;

const pattern = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;

/** PHC strings of argon2id: ours, and those of others with another cost. */
export const argon2: PasswordHashScheme = {
  prefixes: ["$argon2id$"],
  read(hash) {
    const [, memory, passes, lanes] = (pattern.exec(hash) ?? []).map(Number);
    if (memory === undefined || passes === undefined || lanes === undefined) return undefined;
    if (memory > most.memoryKibibytes || passes > most.passes || lanes > most.lanes) return undefined;
    return async (password) => await (await assets.loadArgon2()).verify(hash, password);
  },
};

/** The hash that new passwords get. */
export async function hashWithArgon2(password: string): Promise<string> {
  return await (await assets.loadArgon2()).hash(password, cost);
}

/** Whether it costs what new ones do. */
export function isOfPresentCost(hash: string): boolean {
  return hash.startsWith(`$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`);
}
