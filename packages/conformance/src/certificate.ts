import { generateKeyPairSync, sign } from "node:crypto";

/** DER of one value: tag, length in as few octets as it needs, content (X.690 sections 8.1 and 10.1). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), content]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, "hex");

const ecdsaWithSha256 = sequence(hex("06082a8648ce3d040302"));
const commonName = hex("0603550403");
const subjectAltName = hex("0603551d11");
/** Until 2049 a time has two digits for the year, from then on four (RFC 5280 section 4.1.2.5); Firefox insists. */
const validity = sequence(der(0x17, Buffer.from("000101000000Z")), der(0x18, Buffer.from("29991231235959Z")));

/** A certificate that vouches for itself, with its key, as PEM: whoever trusts it trusts a server called `localhost`. */
export function createLocalCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from("localhost")))));
  const names = sequence(subjectAltName, der(0x04, sequence(der(0x82, Buffer.from("localhost")))));
  const content = sequence(
    der(0xa0, hex("020102")),
    hex("020101"),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(names)),
  );
  const signature = der(0x03, hex("00"), sign("sha256", content, privateKey));
  const certificate = sequence(content, ecdsaWithSha256, signature).toString("base64");
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
}
