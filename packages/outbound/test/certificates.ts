import {
  type Authority,
  certifyServer,
  createAuthority,
  createKey,
  type ServerCertificate,
} from "@sallyport/certificates";

/** Nothing expires in the repository. */
const period = { notBefore: new Date("2000-01-01T00:00:00Z"), notAfter: new Date("9999-12-31T23:59:59Z") };

export const createTestAuthority = (): Authority => createAuthority({ key: createKey(), name: "Test CA", period });

export function certify(authority: Authority, names: readonly [string, ...string[]]): ServerCertificate {
  return certifyServer(authority, { names, period });
}
