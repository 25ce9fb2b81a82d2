import { hash } from "node:crypto";
import { decodeBase64url } from "./base64url.ts";
import type { Random } from "./random.ts";
import type { RowId } from "./model/index.ts";

/** Prefixes by which people, secret scanners and this server tell the artefacts apart. */
export const tokenPrefixes = {
  authorizationCode: "sp_ac_",
  deviceCode: "sp_dc_",
  accessToken: "sp_at_",
  refreshToken: "sp_rt_",
  clientSecret: "sp_cs_",
  registrationToken: "sp_rat_",
  initialToken: "sp_iat_",
  apiKey: "sp_ak_",
  session: "sp_ss_",
  browser: "sp_br_",
} as const;

export type TokenPrefix = (typeof tokenPrefixes)[keyof typeof tokenPrefixes];

const idBytes = 8;
const checksumCharacters = 6;

/** A secret of 256 random bits with prefix and checksum; characters `A-Z a-z 0-9 - _` only. */
export function createSecretText(prefix: TokenPrefix, random: Random): string {
  return withChecksum(prefix + random.bytes(32).toString("base64url"));
}

/** Whether `text` is complete and was not mistyped. Says nothing of its being valid. */
export function isSecretText(prefix: TokenPrefix, text: string): boolean {
  return text.startsWith(prefix) && withChecksum(text.slice(0, -checksumCharacters)) === text;
}

/** A token's text: prefix, the row id hidden under the secret, the secret, a checksum. */
export function encodeToken(prefix: TokenPrefix, id: RowId, secret: Buffer): string {
  const head = Buffer.alloc(idBytes);
  head.writeBigUInt64BE(BigInt(id));
  return withChecksum(prefix + Buffer.concat([hideId(head, secret), secret]).toString("base64url"));
}

/**
 * Takes a token's text apart.
 * @returns undefined for another prefix, another length of secret, or a wrong checksum
 */
export function decodeToken(
  prefix: TokenPrefix,
  text: string,
  secretBytes: number,
): { id: RowId; secret: Buffer } | undefined {
  if (text.length !== encodedLength(prefix, secretBytes) || !isSecretText(prefix, text)) return undefined;
  const bytes = decodeBase64url(text.slice(prefix.length, -checksumCharacters));
  if (bytes?.length !== idBytes + secretBytes) return undefined;
  const secret = bytes.subarray(idBytes);
  const id = Number(hideId(bytes.subarray(0, idBytes), secret).readBigUInt64BE());
  return Number.isSafeInteger(id) ? { id, secret } : undefined;
}

function encodedLength(prefix: string, secretBytes: number): number {
  return prefix.length + Math.ceil(((idBytes + secretBytes) * 4) / 3) + checksumCharacters;
}

/** Its own inverse: the id is combined with a digest of the secret, so that tokens show no order. */
function hideId(head: Buffer, secret: Buffer): Buffer {
  const mask = hash("sha256", secret, "buffer");
  return Buffer.from(head.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

function withChecksum(text: string): string {
  return text + hash("sha256", text, "base64url").slice(0, checksumCharacters);
}
