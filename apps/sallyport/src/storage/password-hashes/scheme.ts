/** One way in which passwords, or secrets, were hashed by us or by a system that people came from; the list is `all.ts`. */
export interface PasswordHashScheme {
  /** How it begins: `$argon2id$`. */
  prefixes: readonly string[];
  /** What checks passwords against the hash; undefined when it is malformed, or would cost too much time or memory. */
  read(hash: string): PasswordCheck | undefined;
}

/** Never on the event loop's thread. */
export type PasswordCheck = (password: string) => Promise<boolean>;

/** The bytes of unpadded base64, with `.` for `+` where passlib wrote it; undefined for anything else. */
export function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text.replaceAll(".", "+"), "base64");
  const isWhole = bytes.toString("base64").replaceAll("=", "") === text.replaceAll(".", "+");
  return isWhole && bytes.length > 0 ? bytes : undefined;
}

/**
 * Some systems bring a password into one Unicode form before they hash it, and hashes do not tell: the password as it
 * was typed, and in that form where it differs.
 */
export function spellingsOf(password: string): readonly string[] {
  return [...new Set([password, password.normalize("NFKC")])];
}
