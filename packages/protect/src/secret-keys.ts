import { createECDH, createPrivateKey, hkdfSync } from "node:crypto";
import type { KeyObject } from "node:crypto";

const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A key of 32 bytes for one purpose alone. */
export function deriveKey(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", purpose, 32));
}

/**
 * A key for ES256 that follows from the secret, so that all processes have the same one and nobody stores it (by FIPS
 * 186-5 appendix A.2.1: from more bits than needed, so that no key is likelier than another).
 */
export function deriveSigningKey(secret: Uint8Array, purpose: string): KeyObject {
  const surplus = Buffer.from(hkdfSync("sha256", secret, "", purpose, 40)).toString("hex");
  const number = (BigInt(`0x${surplus}`) % (orderOfP256 - 1n)) + 1n;
  const d = Buffer.from(number.toString(16).padStart(64, "0"), "hex");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const encode = (bytes: Buffer): string => bytes.toString("base64url");
  const key = {
    kty: "EC",
    crv: "P-256",
    d: encode(d),
    x: encode(point.subarray(1, 33)),
    y: encode(point.subarray(33)),
  };
  return createPrivateKey({ key, format: "jwk" });
}
