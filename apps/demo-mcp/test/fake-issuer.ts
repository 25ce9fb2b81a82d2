import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { JWTPayload } from "jose";

/** An authorization server on loopback with metadata and one key, and tokens for whoever asks. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "first", alg: "ES256", use: "sig" };
  const server = createServer((request, response) => {
    const documents: Record<string, unknown> = {
      "/.well-known/oauth-authorization-server": { issuer, jwks_uri: `${issuer}/jwks` },
      "/jwks": { keys: [jwk] },
    };
    const document = documents[request.url ?? ""];
    response.writeHead(document === undefined ? 404 : 200).end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  return {
    issuer,
    token: (claims: JWTPayload) =>
      new SignJWT({ iss: issuer, sub: "alice", client_id: "app", scope: "demo:read", ...claims })
        .setProtectedHeader({ alg: "ES256", kid: "first", typ: "at+jwt" })
        .setIssuedAt()
        .setExpirationTime("15m")
        .sign(privateKey),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type FakeIssuer = Awaited<ReturnType<typeof startIssuer>>;
