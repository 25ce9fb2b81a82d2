import { isIP } from "node:net";
import {
  BasicConstraints,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectKeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import { bytesOf, extension, nameOf, type Period, signCertificate } from "./certificate.ts";
import { keyIdentifierOf, publicKeyOf } from "./key.ts";

/** Who vouches for servers: private key and certificate, both PEM. */
export interface Authority {
  key: string;
  cert: string;
}

interface Description {
  /** Its private key. */
  key: string;
  name: string;
  period: Period;
  /**
   * The names (with all below them) and address ranges (`127.0.0.0/8`) that it may vouch for: whoever trusts
   * it trusts it for nothing else (RFC 5280 section 4.2.1.10). Absent: everything.
   */
  onlyFor?: readonly string[];
}

/** A certificate of an authority for the key, which vouches for itself. */
export function createAuthority({ key, name, period, onlyFor }: Description): Authority {
  const publicKey = publicKeyOf(key);
  const keyId = keyIdentifierOf(publicKey);
  const subject = nameOf(name);
  const extensions = [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(bytesOf(keyId))),
    ...(onlyFor === undefined ? [] : [extension(id_ce_nameConstraints, constraintsOf(onlyFor), true)]),
  ];
  return { key, cert: signCertificate({ issuer: subject, subject, publicKey, period, extensions }, key) };
}

function constraintsOf(onlyFor: readonly string[]): NameConstraints {
  const trees = onlyFor.map((one) => new GeneralSubtree({ base: generalName(one) }));
  return new NameConstraints({ permittedSubtrees: new GeneralSubtrees(trees) });
}

/** A DNS name, an address, or a range of addresses. */
export function generalName(text: string): GeneralName {
  const [address = ""] = text.split("/", 1);
  return new GeneralName(isIP(address) === 0 ? { dNSName: text } : { iPAddress: text });
}
