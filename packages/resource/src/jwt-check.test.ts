import { UnsecuredJWT, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, createKey, resource, startIssuer, startOfTime } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { createResourceServer } from "./resource-server.ts";

let authority: FakeIssuer;

beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

function create(clock = createClock()) {
  return createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
}

describe("audience", () => {
  it.each<[string, string | string[]]>([
    ["the resource", resource],
    ["a list with the resource", ["https://other.example", resource]],
    ["another spelling", "HTTPS://MCP.example:443/mcp/"],
  ])("[mcp:H11 mcp:I2] accepts %s", async (_, aud) => {
    expect(await create().verify(await authority.bearer({ claims: { aud } }))).toHaveProperty("ok", true);
  });

  it.each<[string, string | string[]]>([
    ["another path", "https://mcp.example/other"],
    ["the bare origin", "https://mcp.example"],
    ["a longer path", "https://mcp.example/mcp/admin"],
    ["a longer host", "https://mcp.example.evil.example/mcp"],
    ["no resource at all", "mcp"],
    ["an empty list", []],
  ])("[mcp:H11 attack:A200] refuses %s", async (_, aud) => {
    const header = await authority.bearer({ claims: { aud } });
    expect(await create().verify(header)).toMatchObject({ status: 401, reason: "resource_wrong" });
  });
});

describe("claims and header", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["without exp", { exp: undefined }, "claims_wrong"],
    ["with exp as text", { exp: "2000000" }, "claims_wrong"],
    ["without aud", { aud: undefined }, "claims_wrong"],
    ["without client_id", { client_id: undefined }, "claims_wrong"],
    ["with an empty client_id", { client_id: "" }, "claims_wrong"],
    ["without sub", { sub: undefined }, "claims_wrong"],
    ["with scope as a list", { scope: ["read"] }, "claims_wrong"],
    ["without iss", { iss: undefined }, "token_malformed"],
    ["not valid yet", { nbf: startOfTime + 60 }, "token_not_yet_valid"],
    ["bound to a key", { cnf: { jkt: "abc" } }, "sender_constrained"],
  ])("[mcp:H12 attack:A200] refuses a token %s", async (_, claims, reason) => {
    const header = await authority.bearer({ claims });
    expect(await create().verify(header)).toMatchObject({ status: 401, body: { error: "invalid_token" }, reason });
  });

  it("[mcp:H12 attack:A200] compares iss byte for byte", async () => {
    for (const iss of [`${authority.issuer}/`, authority.issuer.toUpperCase(), "https://evil.example"]) {
      const header = await authority.bearer({ claims: { iss } });
      expect(await create().verify(header)).toMatchObject({ status: 401, reason: "issuer_unknown" });
    }
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["typ JWT", { typ: "JWT" }, "not_access_token"],
    ["no typ", { typ: undefined }, "not_access_token"],
    ["typ of a logout token", { typ: "logout+jwt" }, "not_access_token"],
  ])("[mcp:H12 attack:A200] refuses a token with %s", async (_, header, reason) => {
    expect(await create().verify(await authority.bearer({ header }))).toMatchObject({ status: 401, reason });
  });

  it("[mcp:H12 attack:A200] refuses a critical extension that it does not know", async () => {
    const parts = (await authority.sign()).split(".");
    const header = { alg: "ES256", typ: "at+jwt", kid: "first", crit: ["x"], x: 1 };
    parts[0] = Buffer.from(JSON.stringify(header)).toString("base64url");
    expect(await create().verify(`Bearer ${parts.join(".")}`)).toMatchObject({
      status: 401,
      reason: "token_malformed",
    });
  });

  it("[mcp:H12] accepts the long form of the type", async () => {
    const header = await authority.bearer({ header: { typ: "application/at+jwt" } });
    expect(await create().verify(header)).toHaveProperty("ok", true);
  });
});

describe("time", () => {
  it("[mcp:H12] refuses a token from its expiry on, with a small tolerance", async () => {
    const clock = createClock();
    const server = create(clock);
    const header = await authority.bearer({ claims: { exp: startOfTime + 60 } });
    clock.advance(64);
    expect(await server.verify(header)).toHaveProperty("ok", true);
    clock.advance(1);
    expect(await server.verify(header)).toMatchObject({ status: 401, reason: "token_expired" });
  });
});

describe("signature", () => {
  it.each(["ES256", "RS256", "PS256", "EdDSA"])("[mcp:H12] accepts %s", async (alg) => {
    const key = await createKey(`key-${alg}`, alg);
    authority.published.push(key.jwk);
    expect(await create().verify(await authority.bearer({ key }))).toHaveProperty("ok", true);
  });

  it("[mcp:H12 attack:A200] refuses an algorithm outside the list, also when its key is published", async () => {
    const key = await createKey("es384", "ES384");
    authority.published.push(key.jwk);
    expect(await create().verify(await authority.bearer({ key }))).toMatchObject({ reason: "algorithm_refused" });
  });

  it("[attack:A200] refuses a token without a signature", async () => {
    const claims = { iss: authority.issuer, sub: "alice", aud: resource, client_id: "app", exp: startOfTime + 900 };
    const header = `Bearer ${new UnsecuredJWT(claims).encode()}`;
    expect(await create().verify(header)).toMatchObject({ status: 401 });
  });

  it("[attack:A200] refuses HMAC with the public key as the secret", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(authority.key.jwk));
    const claims = { iss: authority.issuer, sub: "alice", aud: resource, client_id: "app", exp: startOfTime + 900 };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: "first", typ: "at+jwt" })
      .sign(secret);
    expect(await create().verify(`Bearer ${token}`)).toMatchObject({ status: 401, reason: "algorithm_refused" });
  });

  it("[attack:A200] refuses a changed claim, a zero signature and a foreign key of the same name", async () => {
    const server = create();
    const [header = "", , signature = ""] = (await authority.sign()).split(".");
    const [, otherClaims = ""] = (await authority.sign({ claims: { sub: "bob" } })).split(".");
    const impostor = await createKey("first");
    const tokens = [
      `${header}.${otherClaims}.${signature}`,
      `${header}.${otherClaims}.${Buffer.alloc(64).toString("base64url")}`,
      await authority.sign({ key: impostor }),
    ];
    for (const token of tokens) {
      expect(await server.verify(`Bearer ${token}`)).toMatchObject({ status: 401, reason: "signature_wrong" });
    }
  });

  it("[attack:A201] pays no attention to keys and addresses in the token", async () => {
    const own = await createKey("own");
    const header = { jwk: own.jwk, jku: `${authority.issuer}/evil`, x5u: `${authority.issuer}/evil` };
    const before = authority.asked.length;
    expect(await create().verify(await authority.bearer({ key: own, header }))).toMatchObject({
      reason: "key_unknown",
    });
    expect(authority.asked.slice(before)).not.toContain("/evil");
  });

  it("[mcp:H12] makes no request for a token of an unknown issuer or with a refused algorithm", async () => {
    const server = create();
    const before = authority.asked.length;
    await server.verify(await authority.bearer({ claims: { iss: "https://evil.example" } }));
    await server.verify(await authority.bearer({ key: await createKey("es384", "ES384") }));
    expect(authority.asked.length).toBe(before);
  });
});

describe("several issuers", () => {
  it("[mcp:H12] trusts each issuer for its own tokens only", async () => {
    await using second = await startIssuer("/tenant");
    const issuers = [authority.issuer, second.issuer];
    const server = createResourceServer({ resource, issuers, now: createClock().now });
    expect(server.metadata().authorization_servers).toEqual(issuers);
    expect(await server.verify(await authority.bearer())).toHaveProperty("ok", true);
    expect(await server.verify(await second.bearer())).toMatchObject({ auth: { extra: { issuer: second.issuer } } });
    const forged = await second.bearer({ claims: { iss: authority.issuer } });
    expect(await server.verify(forged)).toMatchObject({ status: 401, reason: "signature_wrong" });
  });
});
