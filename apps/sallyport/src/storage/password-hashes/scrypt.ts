import { scrypt as derive, type ScryptOptions, timingSafeEqual } from "node:crypto";
import { type PasswordHashScheme, readBase64, spellingsOf } from "./scheme.ts";

const maxBytes = 64 * 1024 * 1024;
const maxLanes = 4;

const pattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/.]{1,172})\$([A-Za-z0-9+/.]{22,86})$/;

/** scrypt (RFC 7914) as a PHC string: what Better Auth keeps is brought into this form. */
export const scrypt: PasswordHashScheme = {
  prefixes: ["$scrypt$"],
  read(hash) {
    const [, ln, r, p, salt = "", key = ""] = pattern.exec(hash) ?? [];
    const options = { N: 2 ** Number(ln), r: Number(r), p: Number(p) };
    const [saltBytes, expected] = [readBase64(salt), readBase64(key)];
    if (saltBytes === undefined || expected === undefined || !isBounded(options)) return undefined;
    return async (password) => {
      for (const spelling of spellingsOf(password)) {
        const found = await deriveKey(spelling, { ...options, salt: saltBytes, length: expected.length });
        if (timingSafeEqual(found, expected)) return true;
      }
      return false;
    };
  },
};

function isBounded({ N, r, p }: { N: number; r: number; p: number }): boolean {
  return N >= 2 && r >= 1 && p >= 1 && p <= maxLanes && 128 * N * r <= maxBytes;
}

async function deriveKey(
  password: string,
  { salt, length, ...options }: ScryptOptions & { salt: Buffer; length: number },
): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    // The block's memory and a little more.
    derive(password, salt, length, { ...options, maxmem: 2 * maxBytes }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
