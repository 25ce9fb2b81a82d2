import { certifyServer, createAuthority, createKey, type ServerCertificate } from "@sallyport/certificates";

/** A certificate for `localhost`, and that of the authority to trust for it. */
export function createLocalCertificate(): ServerCertificate & { ca: string } {
  const dayMs = 86_400_000;
  const now = Date.now();
  const period = { notBefore: new Date(now - dayMs), notAfter: new Date(now + dayMs) };
  const authority = createAuthority({ key: createKey(), name: "Conformance", period, onlyFor: ["localhost"] });
  return { ...certifyServer(authority, { names: ["localhost"], period }), ca: authority.cert };
}
