import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import { SubjectPublicKeyInfo } from "@peculiar/asn1-x509";

/** A new private key (P-256), as PEM. */
export function createKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The public half of a private key, for a certificate. */
export function publicKeyOf(key: string): SubjectPublicKeyInfo {
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return AsnConvert.parse(der, SubjectPublicKeyInfo);
}

/** What certificates call a key by: 160 bits of the SHA-256 of it (RFC 7093 section 2). */
export function keyIdentifierOf({ subjectPublicKey }: SubjectPublicKeyInfo): Buffer {
  return createHash("sha256").update(Buffer.from(subjectPublicKey)).digest().subarray(0, 20);
}
