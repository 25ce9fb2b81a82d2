import { randomBytes, sign, X509Certificate } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  type SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

/** From when until when a certificate holds. */
export interface Period {
  notBefore: Date;
  notAfter: Date;
}

export interface Content {
  issuer: Name;
  subject: Name;
  publicKey: SubjectPublicKeyInfo;
  period: Period;
  extensions: readonly Extension[];
}

const commonName = "2.5.4.3";
const ecdsaWithSha256 = "1.2.840.10045.4.3.2";

/** Signs a certificate (RFC 5280 section 4.1) with the private key of its issuer. @returns it as PEM */
export function signCertificate(content: Content, issuerKey: string): string {
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: createSerialNumber(),
    signature: signatureAlgorithm,
    issuer: content.issuer,
    validity: new Validity(content.period),
    subject: content.subject,
    subjectPublicKeyInfo: content.publicKey,
    extensions: new Extensions([...content.extensions]),
  });
  const signed = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), issuerKey);
  const signatureValue = bytesOf(signed);
  const der = AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue }));
  return new X509Certificate(Buffer.from(der)).toString();
}

/** Positive, and of at most 20 bytes (RFC 5280 section 4.1.2.2). */
function createSerialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytesOf(bytes);
}

export function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })])]);
}

export function extension(extnID: string, value: unknown, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** A buffer of its own: those of Node share one. */
export function bytesOf(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
