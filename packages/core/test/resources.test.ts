import {
  basicHeader,
  createTestProvider,
  formRequest,
  getTokens,
  introspect,
  redirectUri,
  refresh,
  type TestProvider,
} from "@sallyport/fixtures";
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { NewClient } from "../src/management/clients/client-input.ts";

const uri = "https://mcp.example/mcp";
let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

describe("a resource with opaque tokens", () => {
  beforeEach(async () => {
    await test.provider.manage.resources.create({ uri, tokenFormat: "opaque" });
  });

  it("gets tokens that only this server can read, and that it describes", async () => {
    const tokens = await getTokens(test, test.bas);
    const token = String(tokens["access_token"]);
    expect(token).toMatch(/^sp_at_[\w-]+$/);
    expect(Buffer.from(token.slice(6), "base64url").toString("latin1")).not.toContain(test.alice.id);
    expect(await introspect(test, token)).toMatchObject({
      active: true,
      sub: test.alice.id,
      exp: test.clock.now() + 900,
    });
  });

  it("refuses them changed, expired, revoked or made by another server", async () => {
    const tokens = await getTokens(test, test.bas);
    const token = String(tokens["access_token"]);
    const other = await createTestProvider({ issuer: "https://other.example" });
    await other.provider.manage.resources.create({ uri, tokenFormat: "opaque" });
    const foreign = String((await getTokens(other, other.bas))["access_token"]);
    const changed = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
    for (const bad of [changed, foreign, "sp_at_", "sp_at_x"])
      expect(await introspect(test, bad)).toEqual({ active: false });
    test.clock.advance(900);
    expect(await introspect(test, token)).toEqual({ active: false });
    const next = await refresh(test, test.bas, { refresh_token: tokens["refresh_token"] ?? "" });
    await test.provider.revoke(
      formRequest({ token: String(next["access_token"]) }, basicHeader(test.bas.id, test.secret)),
    );
    expect(await introspect(test, next["access_token"])).toEqual({ active: false });
  });
});

it("a resource decides how long its tokens live, from a minute to an hour", async () => {
  await test.provider.manage.resources.create({ uri, accessTokenTtlSeconds: 120 });
  expect(await getTokens(test, test.pub)).toMatchObject({ expires_in: 120 });
  for (const accessTokenTtlSeconds of [59, 3601, 60.5]) {
    const creation = test.provider.manage.resources.create({ uri: "https://x.example", accessTokenTtlSeconds });
    await expect(creation).rejects.toMatchObject({ code: "invalid_input", field: "accessTokenTtlSeconds" });
  }
});

it("a resource decides so for clients without refresh tokens, too", async () => {
  await test.provider.manage.resources.create({ uri, accessTokenTtlSeconds: 3600 });
  const once = { ...test.pub, id: "client_once", grantTypes: ["authorization_code"] };
  await test.store.clients.insert(once);
  expect(await getTokens(test, once)).toMatchObject({ expires_in: 3600 });
});

it("[mcp:I5] a private resource is there only for clients that an operator made for it", async () => {
  await test.provider.manage.resources.create({ uri: "https://open.example/mcp" });
  await test.provider.manage.resources.create({ uri, isPrivate: true, scopes: [{ name: "inner" }] });
  const { client } = await test.provider.manage.clients.create({
    name: "Own",
    type: "public",
    redirectUris: [redirectUri],
    defaultResource: uri,
  });
  expect(await getTokens(test, client, { request: { resource: uri } })).toHaveProperty("access_token");
  await expect(getTokens(test, test.pub, { request: { resource: uri } })).rejects.toThrow("invalid_target");
  const metadata = await test.provider.metadata();
  expect(metadata["protected_resources"]).toEqual(["https://open.example/mcp"]);
  expect(metadata["scopes_supported"]).not.toContain("inner");
});

describe("an operator's client with keys", () => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwks = { keys: [publicKey.export({ format: "jwk" })] };
  const base: NewClient = {
    name: "Signs",
    type: "confidential",
    redirectUris: [redirectUri],
    authMethod: "private_key_jwt",
  };

  it("has them from one source, public, and no secret", async () => {
    const { client, secret } = await test.provider.manage.clients.create({ ...base, jwks });
    expect(secret).toBeUndefined();
    expect(client).toMatchObject({ authMethod: "private_key_jwt", type: "confidential", alsoAccepts: [] });
    const { client: remote } = await test.provider.manage.clients.create({
      ...base,
      jwksUri: "https://client.example/jwks",
    });
    expect(remote.jwksUri).toBe("https://client.example/jwks");
  });

  it.each<[string, Partial<NewClient>]>([
    ["none", {}],
    ["both", { jwks, jwksUri: "https://client.example/jwks" }],
    ["plain http", { jwksUri: "http://client.example/jwks" }],
    ["a private key", { jwks: { keys: [privateKey.export({ format: "jwk" })] } }],
    ["keys beside a secret", { authMethod: "client_secret_basic", jwks }],
  ])("is refused with %s", async (_name, change) => {
    const creation = test.provider.manage.clients.create({ ...base, ...change });
    await expect(creation).rejects.toMatchObject({ code: "invalid_input" });
  });
});
