import { decodeProtectedHeader } from "jose";
import type { AuthInfo } from "@sallyport/resource";
import { describe, expect, it } from "vitest";
import { createIdentity } from "./identity.ts";

const about = { publicUrl: "https://mcp.example/mcp", upstream: "http://localhost:3000/mcp", now: () => 1_000 };
const auth: AuthInfo = {
  token: "t",
  clientId: "app",
  scopes: [],
  expiresAt: 2_000,
  resource: new URL(about.publicUrl),
  resourceMetadataUrl: "",
  extra: { subject: "alice", issuer: "https://auth.example", claims: {} },
};

describe("the identity key", () => {
  it("is the same in every process with the secret, and another with another", async () => {
    const secrets = ["a", "a", "b"].map((letter) => Buffer.alloc(32, letter));
    const [one, same, other] = await Promise.all(secrets.map((secret) => createIdentity({ ...about, secret })));
    expect(same?.jwks).toEqual(one?.jwks);
    expect(other?.jwks).not.toEqual(one?.jwks);
  });

  it("is published without its private part, under the id that signatures name", async () => {
    const identity = await createIdentity({ ...about, secret: Buffer.alloc(32, "a") });
    const [key] = identity.jwks.keys;
    expect(Object.keys(key ?? {}).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    const header = decodeProtectedHeader(await identity.sign(auth));
    expect(header).toEqual({ alg: "ES256", typ: "sallyport-identity+jwt", kid: key?.kid });
  });
});
