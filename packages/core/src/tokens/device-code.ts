import type { Random } from "../random.ts";
import { hashSecret, type SecretHash } from "../secret.ts";
import { decodeToken, encodeToken, tokenPrefixes } from "../secret-text.ts";
import type { RowId } from "../ports/store.ts";

const secretBytes = 32;

/** A device code (RFC 8628 section 3.2): its text for the device, its hash for the store. */
export function createDeviceCode(id: RowId, random: Random): { text: string; hash: SecretHash } {
  const secret = random.bytes(secretBytes);
  return { text: encodeToken(tokenPrefixes.deviceCode, id, secret), hash: hashOf(secret) };
}

/** @returns undefined for everything that is no device code of ours */
export function decodeDeviceCode(text: string): { id: RowId; hash: SecretHash } | undefined {
  const decoded = decodeToken(tokenPrefixes.deviceCode, text, secretBytes);
  return decoded && { id: decoded.id, hash: hashOf(decoded.secret) };
}

/** With a word before the secret, so that none passes for an authorization code, nor the other way round. */
function hashOf(secret: Buffer): SecretHash {
  return hashSecret(Buffer.concat([Buffer.from("device "), secret]));
}
