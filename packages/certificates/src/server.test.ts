import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, isIP } from "node:net";
import { checkServerIdentity, connect, createServer } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Authority, createAuthority } from "./authority.ts";
import { createKey } from "./key.ts";
import { certifyServer, type ServerCertificate } from "./server.ts";

const hour = 3_600_000;
const period = { notBefore: new Date(Date.now() - hour), notAfter: new Date(Date.now() + hour) };
const local = ["localhost", "127.0.0.0/8", "::1/128"];

function create(onlyFor?: readonly string[]) {
  return createAuthority({ key: createKey(), name: "Test", period, ...(onlyFor && { onlyFor }) });
}

/** What a client that trusts `ca` makes of a server that it calls by `name`: "trusted", or the error. */
async function visit(server: ServerCertificate, { ca, name }: { ca: string; name: string }): Promise<string> {
  const listening = createServer(server, (socket) => socket.on("error", () => undefined));
  listening.on("tlsClientError", () => undefined).listen(0, "127.0.0.1");
  onTestFinished(() => void listening.close());
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return await new Promise((resolve) => {
    const socket = connect({
      host: "127.0.0.1",
      port,
      ca,
      // An address is not told to the server (RFC 6066 section 3).
      ...(isIP(name) === 0 ? { servername: name } : {}),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate),
    });
    socket.once("secureConnect", () => resolve("trusted"));
    socket.on("error", (error) => resolve(error.message));
    onTestFinished(() => void socket.destroy());
  });
}

describe("a certificate of an authority", () => {
  it("is for its names and addresses, and is vouched for", () => {
    const authority = create(local);
    const { cert } = certifyServer(authority, { names: ["localhost", "127.0.0.1", "::1"], period });
    const certificate = new X509Certificate(cert);
    expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
    const ca = new X509Certificate(authority.cert);
    expect([ca.ca, certificate.ca]).toEqual([true, false]);
    expect([certificate.verify(ca.publicKey), certificate.checkIssued(ca)]).toEqual([true, true]);
  });

  it.each(["localhost", "127.0.0.1", "127.9.8.7", "::1"])("lets a client in that calls the server %s", async (name) => {
    const authority = create(local);
    const server = certifyServer(authority, { names: [name], period });
    expect(await visit(server, { ca: authority.cert, name })).toBe("trusted");
  });

  it.each(["mail.example", "localhost.example", "126.0.0.1", "::2"])(
    "is worth nothing for %s when the authority is for this machine only",
    async (name) => {
      const [narrow, wide] = [create(local), create()];
      const certify = (authority: Authority) => certifyServer(authority, { names: [name], period });
      expect(await visit(certify(wide), { ca: wide.cert, name })).toBe("trusted");
      expect(await visit(certify(narrow), { ca: narrow.cert, name })).toBe("permitted subtree violation");
    },
  );

  it("is worth nothing to who trusts another authority of that name", async () => {
    const server = certifyServer(create(), { names: ["localhost"], period });
    expect(await visit(server, { ca: create().cert, name: "localhost" })).not.toBe("trusted");
  });
});
