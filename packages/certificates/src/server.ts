import { X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
} from "@peculiar/asn1-x509";
import { type Authority, generalName } from "./authority.ts";
import { bytesOf, extension, nameOf, type Period, signCertificate } from "./certificate.ts";
import { createKey, keyIdentifierOf, publicKeyOf } from "./key.ts";

/** What a TLS server needs, as PEM. */
export interface ServerCertificate {
  key: string;
  cert: string;
}

interface Wanted {
  /** DNS names and addresses. */
  names: readonly [string, ...string[]];
  period: Period;
}

/** A new key, and the authority's word that it is the server's of these names. */
export function certifyServer(authority: Authority, { names, period }: Wanted): ServerCertificate {
  const key = createKey();
  const authorityKeyId = keyIdentifierOf(publicKeyOf(authority.key));
  const keyIdentifier = new KeyIdentifier(bytesOf(authorityKeyId));
  const extensions = [
    extension(id_ce_basicConstraints, new BasicConstraints(), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier })),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(names.map(generalName))),
  ];
  const { raw } = new X509Certificate(authority.cert);
  const { subject: issuer } = AsnConvert.parse(raw, Certificate).tbsCertificate;
  // With a blank it is no host name: some libraries would hold it against the authority's constraints.
  const subject = nameOf(`server ${names[0]}`);
  const content = { issuer, subject, publicKey: publicKeyOf(key), period, extensions };
  return { key, cert: signCertificate(content, authority.key) };
}
