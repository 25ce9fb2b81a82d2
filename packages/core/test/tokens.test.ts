import { createHash, generateKeyPairSync } from "node:crypto";
import {
  createSeededRandom,
  createTestProvider,
  fastPasswords,
  getTokens,
  introspect,
  masterKey,
  refresh,
  type TestProvider,
} from "@sallyport/fixtures";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import type { CoreEvent } from "../src/records/events.ts";
import type { JsonObject } from "../src/messages.ts";
import { openMemoryStore } from "../src/stores/memory/index.ts";
import { signJwt } from "../src/tokens/jwt.ts";
import { makeKeyPair } from "../src/tokens/key-pair.ts";
import { openKeyRing } from "../src/tokens/key-ring.ts";

let test: TestProvider;

beforeEach(async () => {
  test = await createTestProvider();
});

const keySet = () => createLocalJWKSet(test.provider.jwks() as unknown as JSONWebKeySet);
/** The keys that the server signs with. */
const openKeys = () =>
  openKeyRing(
    {
      ...test,
      random: createSeededRandom(1),
      passwords: fastPasswords,
      events: { emit: () => undefined },
      masterKey,
    },
    test.provider.config,
  );
const currentDate = () => new Date(test.clock.now() * 1000);

describe("an access token", () => {
  it("[seed:C33 seed:S85 seed:S86 seed:D92 seed:D94 seed:D95 seed:D96 seed:D97 mcp:I6] verifies with a stock library and says what RFC 9068 wants, no more", async () => {
    await test.provider.manage.resources.create({ uri: "https://mcp.example/mcp" });
    const tokens = await getTokens(test, test.pub, { request: { resource: "https://mcp.example/mcp", nonce: "n" } });
    const { payload, protectedHeader } = await jwtVerify(String(tokens["access_token"]), keySet(), {
      issuer: "https://as.example",
      audience: "https://mcp.example/mcp",
      typ: "at+jwt",
      algorithms: ["ES256"],
      currentDate: currentDate(),
    });
    expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid: expect.any(String) });
    expect(payload).toEqual({
      iss: "https://as.example",
      sub: test.alice.id,
      aud: "https://mcp.example/mcp",
      exp: test.clock.now() + 900,
      iat: test.clock.now(),
      auth_time: test.clock.now(),
      jti: expect.stringMatching(/^[\w-]{22}$/),
      client_id: test.pub.id,
      scope: "openid profile email",
      grant_id: expect.any(String),
    });
  });

  it("[mcp:I7 mcp:I1 mcp:A4 mcp:5.23 seed:D29] is for the one resource that was named", async () => {
    await test.provider.manage.resources.create({ uri: "https://one.example/mcp" });
    await test.provider.manage.resources.create({ uri: "https://two.example/mcp/" });
    const tokens = await getTokens(test, test.pub, { request: { resource: "https://two.example/mcp" } });
    expect(decodeJwt(String(tokens["access_token"])).aud).toBe("https://two.example/mcp/");
  });

  it("[mcp:I4 attack:A113] is for the only resource when a client names none", async () => {
    await test.provider.manage.resources.create({ uri: "https://one.example/mcp", scopes: [{ name: "tools" }] });
    const tokens = await getTokens(test, test.pub, { request: { scope: "tools" } });
    expect(decodeJwt(String(tokens["access_token"]))).toMatchObject({ aud: "https://one.example/mcp", scope: "tools" });
  });

  it("[seed:D91 seed:C1 mcp:D2] carries the issuer without its trailing slash", async () => {
    const slashed = await createTestProvider({ issuer: "https://as.example/t1/" });
    const tokens = await getTokens(slashed, slashed.pub);
    expect(decodeJwt(String(tokens["access_token"])).iss).toBe("https://as.example/t1");
    expect(await slashed.provider.metadata()).toMatchObject({ issuer: "https://as.example/t1" });
  });

  it("[attack:A200] made by anybody else is inactive", async () => {
    const tokens = await getTokens(test, test.bas);
    const genuine = String(tokens["access_token"]);
    const claims = decodeJwt(genuine);
    const header = decodeProtectedHeader(genuine);
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const [head, body, signature] = genuine.split(".");
    const publicKey = JSON.stringify(test.provider.jwks());
    const forgeries = [
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: String(header.kid) })
        .sign(privateKey),
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: String(header.kid) })
        .sign(Buffer.from(publicKey)),
      `${part({ alg: "none", typ: "at+jwt" })}.${body}.`,
      `${part({ ...header, alg: "nOnE" })}.${body}.${signature}`,
      `${head}.${part({ ...claims, scope: "openid admin" })}.${signature}`,
      `${head}.${body}.${Buffer.alloc(64).toString("base64url")}`,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid: String(header.kid), crit: ["x"], x: 1 })
        .sign((await openKeys()).signer("ES256").privateKey, { crit: { x: true } }),
      JSON.stringify({ payload: body, protected: head, signature }),
      `${genuine}.`,
    ];
    for (const forgery of forgeries) expect(await introspect(test, forgery)).toEqual({ active: false });
  });

  it("[attack:A200] signed by us for another purpose is inactive", async () => {
    const genuine = decodeJwt(String((await getTokens(test, test.bas))["access_token"]));
    const keys = await openKeys();
    const claims = genuine as JsonObject;
    expect(await introspect(test, signJwt(keys, { typ: "at+jwt", alg: "ES256" }, claims))).toMatchObject({
      active: true,
    });
    expect(await introspect(test, signJwt(keys, { typ: "JWT", alg: "ES256" }, claims))).toEqual({ active: false });
    expect(await introspect(test, signJwt(keys, { typ: "at+jwt", alg: "RS256" }, claims))).toEqual({ active: false });
  });

  it("dies with all others when the system's epoch moves on", async () => {
    const tokens = await getTokens(test, test.bas);
    await test.store.system.bumpEpoch(test.clock.now());
    expect(await introspect(test, tokens["access_token"])).toEqual({ active: false });
  });

  it("[attack:A201] with a strange kid is inactive", async () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const claims = decodeJwt(String((await getTokens(test, test.bas))["access_token"]));
    for (const kid of ["unknown", "../../etc/passwd", "' OR 1=1--", ""]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid, jku: "https://evil.example/jwks" })
        .sign(privateKey);
      expect(await introspect(test, token)).toEqual({ active: false });
    }
  });

  it("[seed:S89 seed:S79] names the grant that can revoke it", async () => {
    const tokens = await getTokens(test, test.bas);
    const [grant] = await test.store.grants.listByUser(test.alice.id, test.clock.now());
    expect(decodeJwt(String(tokens["access_token"]))["grant_id"]).toBe(grant?.id.toString(36));
  });

  it("[attack:A113] is for the user-info endpoint when there is no resource at all, never for the issuer", async () => {
    const audience = decodeJwt(
      String((await getTokens(test, test.pub, { request: { scope: "email" } }))["access_token"]),
    ).aud;
    expect(audience).toBe("https://as.example/oauth/provider/userinfo");
  });

  it("[attack:A115] names people and clients from different sets of names", async () => {
    const claims = decodeJwt(String((await getTokens(test, test.pub))["access_token"]));
    expect(claims.sub).toMatch(/^user_/);
    expect(claims["client_id"]).toMatch(/^client_/);
  });

  it("is unlike every other", async () => {
    const one = await getTokens(test, test.pub);
    const two = await getTokens(test, test.pub);
    expect(decodeJwt(String(one["access_token"])).jti).not.toBe(decodeJwt(String(two["access_token"])).jti);
  });
});

describe("an ID token", () => {
  it("[seed:D6 seed:D93 seed:S44] comes with openid, for the client, with nonce, auth_time and at_hash", async () => {
    const tokens = await getTokens(test, test.pub, { request: { nonce: "the-nonce" } });
    const { payload, protectedHeader } = await jwtVerify(String(tokens["id_token"]), keySet(), {
      issuer: "https://as.example",
      audience: test.pub.id,
      currentDate: currentDate(),
    });
    expect(protectedHeader.alg).toBe("RS256");
    const digest = createHash("sha256").update(String(tokens["access_token"])).digest();
    expect(payload).toMatchObject({
      sub: test.alice.id,
      nonce: "the-nonce",
      auth_time: test.clock.now(),
      at_hash: digest.subarray(0, 16).toString("base64url"),
      name: "Alice",
      email: "alice@example.com",
    });
  });

  it("[seed:D6] does not come without openid", async () => {
    expect(await getTokens(test, test.pub, { request: { scope: "email" } })).not.toHaveProperty(
      "id_token",
      expect.any(String),
    );
  });
});

describe("signing keys", () => {
  it("are published without their private parts", () => {
    const { keys } = test.provider.jwks() as { keys: Record<string, unknown>[] };
    expect(keys.map((key) => key["alg"]).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      "ES256",
      "RS256",
    ]);
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: "sig" });
      for (const member of ["d", "p", "q", "dp", "dq", "qi", "k"]) expect(key).not.toHaveProperty(member);
    }
  });

  it("[seed:C34 seed:D4] verify what they signed until it has expired, after being replaced", async () => {
    const old = String((await getTokens(test, test.bas))["access_token"]);
    await test.provider.manage.keys.rotate();
    const fresh = String((await getTokens(test, test.bas))["access_token"]);
    expect(decodeProtectedHeader(fresh).kid).not.toBe(decodeProtectedHeader(old).kid);
    await jwtVerify(old, keySet(), { currentDate: currentDate() });
    await jwtVerify(fresh, keySet(), { currentDate: currentDate() });
    expect(await introspect(test, old)).toMatchObject({ active: true });
    test.clock.advance(2 * 3600);
    await test.provider.maintain();
    const { keys } = test.provider.jwks() as { keys: { kid: string }[] };
    expect(keys.map((key) => key.kid)).not.toContain(decodeProtectedHeader(old).kid);
  });

  it("are no good any more when they are revoked, with what they signed; another signs", async () => {
    const tokens = await getTokens(test, test.bas);
    const old = String(tokens["access_token"]);
    const { kid = "" } = decodeProtectedHeader(old);
    await test.provider.manage.keys.revoke(kid);
    expect(await introspect(test, old)).toEqual({ active: false });
    await expect(jwtVerify(old, keySet(), { currentDate: currentDate() })).rejects.toThrow();
    const fresh = await refresh(test, test.bas, tokens);
    expect(await introspect(test, fresh["access_token"])).toMatchObject({ active: true });
    const keys = await test.provider.manage.keys.list();
    expect(keys.map(({ alg, state }) => `${alg} ${state}`).toSorted()).toEqual(["ES256 signing", "RS256 signing"]);
    expect(keys.map((key) => key.kid)).not.toContain(kid);
    await expect(test.provider.manage.keys.revoke(kid)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are replaced before the announced one signs, when the one that signs is revoked", async () => {
    test.clock.advance(test.provider.config.keyRotationSeconds - test.provider.config.keyAnnounceSeconds);
    const states = async () => (await test.provider.manage.keys.list()).filter(({ alg }) => alg === "ES256");
    const [signing, announced] = await states();
    expect([signing?.state, announced?.state]).toEqual(["signing", "announced"]);
    await test.provider.manage.keys.revoke(signing?.kid ?? "");
    const left = await states();
    expect(left.map(({ state }) => state).toSorted()).toEqual(["announced", "signing"]);
    expect(left.find(({ state }) => state === "signing")?.kid).not.toBe(announced?.kid);
  });

  it("are deleted when the last token that they signed has expired, and not a second before", async () => {
    const kids = async () => (await test.store.keys.list()).map(({ kid }) => kid);
    const replaced = await kids();
    await test.provider.manage.keys.rotate();
    const fresh = (await kids()).filter((kid) => !replaced.includes(kid));
    const [retiresAt] = (await test.store.keys.list()).flatMap((key) => key.retiresAt ?? []);
    test.clock.advance(Number(retiresAt) - test.clock.now() - 1);
    await test.provider.maintain();
    expect(new Set(await kids())).toEqual(new Set([...replaced, ...fresh]));
    test.clock.advance(1);
    await test.provider.maintain();
    expect(new Set(await kids())).toEqual(new Set(fresh));
    expect(fresh).toHaveLength(2);
  });

  it("are told of once they are stored, by the process that stored them", async () => {
    const store = openMemoryStore();
    const told: { kid: string; stored: Promise<boolean> }[] = [];
    const isStored = async (kid: string) => (await store.keys.list()).some((key) => key.kid === kid);
    const emit = (event: CoreEvent) => {
      if (event.type === "key.created") told.push({ kid: event.kid, stored: isStored(event.kid) });
    };
    const open = (seed: number) =>
      openKeyRing(
        {
          ...test,
          store,
          random: createSeededRandom(seed),
          passwords: fastPasswords,
          events: { emit },
          masterKey,
        },
        test.provider.config,
      );
    // Both find no key; of each algorithm only one gets its own in.
    await Promise.all([open(1), open(2)]);
    const stored = (await store.keys.list()).map(({ kid }) => kid);
    expect(stored).toHaveLength(2);
    expect(told.map(({ kid }) => kid).toSorted()).toEqual(stored.toSorted());
    expect(await Promise.all(told.map((one) => one.stored))).toEqual([true, true]);
  });

  it("are announced a day before they sign, every 30 days", async () => {
    const kidNow = async () => decodeProtectedHeader(String((await getTokens(test, test.pub))["access_token"])).kid;
    const first = await kidNow();
    test.clock.advance(29 * 86_400);
    await test.provider.maintain();
    expect((test.provider.jwks() as { keys: unknown[] }).keys).toHaveLength(4);
    expect(await kidNow()).toBe(first);
    test.clock.advance(86_400);
    await test.provider.maintain();
    expect(await kidNow()).not.toBe(first);
  });

  it("come from whoever makes their pairs, where somebody does", async () => {
    const pairs = { ES256: await makeKeyPair("ES256"), RS256: await makeKeyPair("RS256") };
    const { jwks } = await openKeyRing(
      {
        ...test,
        store: openMemoryStore(),
        random: createSeededRandom(1),
        passwords: fastPasswords,
        events: { emit: () => undefined },
        masterKey,
        makeKeyPair: async (alg) => pairs[alg],
      },
      test.provider.config,
    );
    const made = Object.values(pairs).map(({ publicKey }) => publicKey.export({ format: "jwk" }));
    expect(jwks().keys).toEqual(expect.arrayContaining(made.map((jwk) => expect.objectContaining(jwk))));
    expect(jwks().keys).toHaveLength(made.length);
  });

  it("cannot be opened with another master key", async () => {
    const { createProvider, Secret } = await import("../src/index.ts");
    const { createSeededRandom, fastPasswords } = await import("@sallyport/fixtures");
    const deps = {
      store: test.store,
      clock: test.clock,
      documents: test.documents,
      random: createSeededRandom(1),
      passwords: fastPasswords,
      events: { emit: () => undefined },
      masterKey: new Secret("another master key of many bytes"),
    };
    await expect(createProvider({ issuer: "https://as.example" }, deps)).rejects.toThrow();
  });
});
