import { pbkdf2 as derive, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { type PasswordHashScheme, readBase64 } from "./scheme.ts";

const deriveKey = promisify(derive);

/** Half a second with SHA-256, and three times what OWASP's password guide asks. */
const maxIterations = 2_000_000;

/** `i=` and the length as in PHC strings; passlib writes the iterations alone. */
const pattern =
  /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,7})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]{1,172})\$([A-Za-z0-9+/.]{22,86})$/;

/** PBKDF2 (RFC 8018) with HMAC, as a PHC string: what Keycloak keeps is brought into this form, and Hydra writes it. */
export const pbkdf2: PasswordHashScheme = {
  prefixes: ["$pbkdf2$", "$pbkdf2-"],
  read(hash) {
    const [, digest = "sha1", iterations = "", salt = "", key = ""] = pattern.exec(hash) ?? [];
    const [saltBytes, expected] = [readBase64(salt), readBase64(key)];
    const count = Number(iterations);
    if (saltBytes === undefined || expected === undefined || count < 1 || count > maxIterations) return undefined;
    return async (password) =>
      timingSafeEqual(await deriveKey(password, saltBytes, count, expected.length, digest), expected);
  },
};
