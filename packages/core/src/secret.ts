import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync, timingSafeEqual } from "node:crypto";
import { decodeBase64url } from "./base64url.ts";
import type { Random } from "./random.ts";

/** SHA-256 of a secret, base64url without padding (43 characters). Only `hashSecret` makes one. */
export type SecretHash = string & { readonly __brand: "SecretHash" };

/** The hash under which a secret of at least 128 random bits is kept; the secret itself is never stored. */
export function hashSecret(secret: string | Uint8Array): SecretHash {
  // The one maker of the brand.
  return hash("sha256", secret, "base64url") as SecretHash;
}

const hashBytes = 32;

/** A hash that was written down elsewhere; undefined when it is none. */
export function readSecretHash(text: string): SecretHash | undefined {
  return decodeBase64url(text)?.length === hashBytes ? (text as SecretHash) : undefined;
}

/** Compares two hashes in constant time. */
export function isSameHash(left: SecretHash, right: SecretHash): boolean {
  return isSameText(left, right);
}

/** Compares two strings in time that depends on their length only. */
export function isSameText(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** HMAC-SHA-256 of `text` under `key`, base64url. */
export function mac(key: string | Uint8Array, text: string | Uint8Array): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

/** HMAC-SHA-256 of `data` under `key`, 32 bytes. */
export function macBytes(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

/** A text that prints as `[secret]` wherever it might be logged. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself, for the one place that needs it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}

const ivBytes = 12;
const tagBytes = 16;

/** Encrypts `plain` with AES-256-GCM under a key derived from `master`; `purpose` is authenticated too. */
export function seal(master: Secret, box: { purpose: string; plain: string }, random: Random): string {
  const iv = random.bytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(master, box.purpose), iv);
  const body = Buffer.concat([cipher.update(box.plain, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/**
 * Opens what `seal` closed.
 * @throws Error when the master key or the purpose is another, or the text was changed
 */
export function open(master: Secret, box: { purpose: string; sealed: string }): string {
  const bytes = decodeBase64url(box.sealed);
  if (bytes === undefined) throw new Error("the sealed text is not base64url");
  const decipher = createDecipheriv("aes-256-gcm", deriveKey(master, box.purpose), bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString("utf8");
}

/** As `open`, for a text that a stranger brings: undefined when it is none of ours. */
export function tryOpen(master: Secret, box: { purpose: string; sealed: string }): string | undefined {
  try {
    return open(master, box);
  } catch {
    return undefined;
  }
}

/** A key of 32 bytes for one purpose alone. */
export function deriveKey(master: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", master.reveal(), "", `sallyport ${purpose}`, 32));
}
