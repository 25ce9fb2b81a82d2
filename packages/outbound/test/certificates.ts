import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

// Certificates for servers of tests, made at run time: nothing here expires in the repository.

/** DER of one value: tag, length, content (X.690 section 8.1). */
function der(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: Uint8Array[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, "hex");

const ecdsaWithSha256 = sequence(hex("06082a8648ce3d040302"));
const commonName = hex("0603550403");
const basicConstraints = hex("0603551d13");
const subjectAltName = hex("0603551d11");

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(commonName, der(0x0c, Buffer.from(text)))));
}

const validity = sequence(der(0x18, Buffer.from("20000101000000Z")), der(0x18, Buffer.from("29991231235959Z")));

interface Issue {
  subject: string;
  subjectKey: KeyObject;
  issuerKey: KeyObject;
  extension: Buffer;
}

let serial = 0;

function issue({ subject, subjectKey, issuerKey, extension }: Issue): string {
  serial += 1;
  const content = sequence(
    der(0xa0, hex("020102")),
    der(0x02, Buffer.from([serial])),
    ecdsaWithSha256,
    nameOf("Test CA"),
    validity,
    nameOf(subject),
    subjectKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign("sha256", content, issuerKey);
  const certificate = sequence(content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64")}\n-----END CERTIFICATE-----\n`;
}

const newKeys = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

export interface Authority {
  ca: string;
  /** Key and certificate for a server with these names. */
  certify(names: readonly string[]): { key: string; cert: string };
}

export function createAuthority(): Authority {
  const keys = newKeys();
  const isAuthority = sequence(basicConstraints, hex("0101ff"), der(0x04, sequence(hex("0101ff"))));
  const issuer = { issuerKey: keys.privateKey };
  return {
    ca: issue({ ...issuer, subject: "Test CA", subjectKey: keys.publicKey, extension: isAuthority }),
    certify(names) {
      const { privateKey, publicKey } = newKeys();
      const alternatives = sequence(...names.map((name) => der(0x82, Buffer.from(name))));
      const extension = sequence(subjectAltName, der(0x04, alternatives));
      const cert = issue({ ...issuer, subject: "server", subjectKey: publicKey, extension });
      return { key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), cert };
    },
  };
}
