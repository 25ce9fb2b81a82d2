import { argon2 } from "./argon2.ts";
import { bcrypt } from "./bcrypt.ts";
import { pbkdf2 } from "./pbkdf2.ts";
import type { PasswordCheck, PasswordHashScheme } from "./scheme.ts";
import { scrypt } from "./scrypt.ts";

const passwordHashSchemes: readonly PasswordHashScheme[] = [argon2, bcrypt, scrypt, pbkdf2];

/** No hash is longer. */
const maxLength = 512;

/** What checks passwords against the hash; undefined when no scheme takes it. */
export function readPasswordHash(hash: string): PasswordCheck | undefined {
  if (hash.length > maxLength) return undefined;
  const scheme = passwordHashSchemes.find(({ prefixes }) => prefixes.some((prefix) => hash.startsWith(prefix)));
  return scheme?.read(hash);
}
