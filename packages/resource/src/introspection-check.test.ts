import { describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { defineIntrospectionCheck } from "./introspection-check.ts";
import type { IntrospectionCheckOptions } from "./introspection-check.ts";
import { defineJwtCheck } from "./jwt-check.ts";
import { createResourceServer } from "./resource-server.ts";

const credentials = { clientId: "notes server", clientSecret: "s:ecret" };

/** A clock, an authority that knows the token `good`, and what it was asked. */
async function start(options: Partial<IntrospectionCheckOptions> = {}) {
  const authority = await startIssuer();
  const clock = createClock();
  const active = {
    active: true,
    iss: authority.issuer,
    sub: "alice",
    aud: resource,
    client_id: "app",
    scope: "read",
    token_type: "Bearer",
    exp: clock.now() + 900,
  };
  const answers = new Map<string, unknown>([["good", active]]);
  const questions: { token: string; authorization: string | undefined; body: string }[] = [];
  authority.overrides.set("/introspect", (request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const token = new URLSearchParams(body).get("token") ?? "";
      questions.push({ token, authorization: request.headers.authorization, body });
      response.end(JSON.stringify(answers.get(token) ?? { active: false }));
    });
  });
  const check = defineIntrospectionCheck({ issuer: authority.issuer, ...credentials, ...options });
  const server = createResourceServer({ resource, checks: [check], now: clock.now });
  const verify = (token: string) => server.verify(`Bearer ${token}`);
  return {
    authority,
    clock,
    active,
    answers,
    questions,
    verify,
    [Symbol.asyncDispose]: () => authority[Symbol.asyncDispose](),
  };
}

function publishEndpoint({ issuer, answer }: FakeIssuer) {
  const metadata = { issuer, introspection_endpoint: `${issuer}/introspect` };
  answer("/.well-known/oauth-authorization-server", 200, metadata);
}

describe("asking", () => {
  it("[mcp:H13] finds the endpoint in the metadata and authenticates with encoded credentials", async () => {
    await using app = await start();
    publishEndpoint(app.authority);
    expect(await app.verify("good")).toMatchObject({
      ok: true,
      auth: { token: "good", clientId: "app", scopes: ["read"], expiresAt: 1_000_900, extra: { subject: "alice" } },
    });
    expect(app.questions).toEqual([
      {
        token: "good",
        authorization: `Basic ${btoa("notes+server:s%3Aecret")}`,
        body: "token=good&token_type_hint=access_token",
      },
    ]);
  });

  it("[mcp:H13] asks once for all who wait with one token, and apart for others", async () => {
    await using app = await start();
    publishEndpoint(app.authority);
    const verdicts = await Promise.all([...Array.from({ length: 20 }, () => app.verify("good")), app.verify("bad")]);
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(20);
    expect(app.questions.map(({ token }) => token).sort()).toEqual(["bad", "good"]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["inactive", { active: false }, "token_inactive"],
    ["for another resource", { aud: "https://other.example" }, "resource_wrong"],
    ["without an audience", { aud: undefined }, "claims_wrong"],
    ["without an expiry", { exp: undefined }, "claims_wrong"],
    ["of another issuer", { iss: "https://evil.example" }, "issuer_unknown"],
    ["of another type", { token_type: "refresh_token" }, "not_access_token"],
    ["bound to a key by its type", { token_type: "DPoP" }, "not_access_token"],
    ["bound to a key", { cnf: { jkt: "a" } }, "sender_constrained"],
    ["expired", { exp: 999_990 }, "token_expired"],
    ["not valid yet", { nbf: 1_000_060 }, "token_not_yet_valid"],
  ])("[mcp:H13 mcp:H11] refuses a token that is %s", async (_, answer, reason) => {
    await using app = await start();
    publishEndpoint(app.authority);
    app.answers.set("odd", { ...app.active, ...answer });
    expect(await app.verify("odd")).toMatchObject({ status: 401, body: { error: "invalid_token" }, reason });
  });

  it("[mcp:H13] takes an answer without issuer and type for one about an access token of that issuer", async () => {
    await using app = await start();
    publishEndpoint(app.authority);
    app.answers.set("plain", { ...app.active, iss: undefined, token_type: undefined });
    expect(await app.verify("plain")).toMatchObject({ auth: { extra: { issuer: app.authority.issuer } } });
  });
});

describe("remembering", () => {
  it("[mcp:H13] believes a good token for a while, and no longer", async () => {
    await using app = await start({ cacheSeconds: 30 });
    publishEndpoint(app.authority);
    await app.verify("good");
    app.answers.delete("good");
    app.clock.advance(29);
    expect(await app.verify("good")).toHaveProperty("ok", true);
    app.clock.advance(1);
    expect(await app.verify("good")).toMatchObject({ status: 401, reason: "token_inactive" });
    expect(app.questions).toHaveLength(2);
  });

  it("[mcp:H13] believes no token past its expiry", async () => {
    await using app = await start({ cacheSeconds: 300 });
    publishEndpoint(app.authority);
    app.answers.set("short", { ...app.active, exp: app.clock.now() + 20 });
    expect(await app.verify("short")).toHaveProperty("ok", true);
    app.answers.delete("short");
    app.clock.advance(20);
    expect(await app.verify("short")).toMatchObject({ reason: "token_inactive" });
  });

  it("[mcp:H13] refuses a bad token for a while without asking", async () => {
    await using app = await start({ refusedCacheSeconds: 10 });
    publishEndpoint(app.authority);
    await app.verify("bad");
    app.clock.advance(9);
    await app.verify("bad");
    expect(app.questions).toHaveLength(1);
    app.clock.advance(1);
    await app.verify("bad");
    expect(app.questions).toHaveLength(2);
  });

  it("[mcp:H13] does not forget good tokens because of made-up ones", async () => {
    await using app = await start({ maxCached: 2 });
    publishEndpoint(app.authority);
    await app.verify("good");
    for (const token of ["a", "b", "c", "d"]) await app.verify(token);
    await app.verify("good");
    expect(app.questions.filter(({ token }) => token === "good")).toHaveLength(1);
    await app.verify("a");
    expect(app.questions.filter(({ token }) => token === "a")).toHaveLength(2);
  });

  it("[mcp:H13] keeps nothing when told so", async () => {
    await using app = await start({ cacheSeconds: 0, refusedCacheSeconds: 0 });
    publishEndpoint(app.authority);
    for (const token of ["good", "good", "bad", "bad"]) await app.verify(token);
    expect(app.questions).toHaveLength(4);
  });
});

describe("when the issuer does not answer", () => {
  it.each<[string, number, unknown]>([
    ["answers 500", 500, { active: true }],
    ["does not know us", 401, { error: "invalid_client" }],
    ["answers something else", 200, { keys: [] }],
    ["answers active as text", 200, { active: "true" }],
  ])("[mcp:H13] says 503 and not 401 when the endpoint %s, and remembers nothing", async (_, status, body) => {
    await using app = await start();
    const { authority } = app;
    publishEndpoint(authority);
    const usual = authority.overrides.get("/introspect");
    authority.answer("/introspect", status, body);
    expect(await app.verify("good")).toMatchObject({
      status: 503,
      wwwAuthenticate: undefined,
      headers: { "Retry-After": "5" },
      reason: "introspection_unavailable",
    });
    if (usual !== undefined) authority.overrides.set("/introspect", usual);
    expect(await app.verify("good")).toHaveProperty("ok", true);
  });

  it("[mcp:H13] says 503 when the metadata names no endpoint", async () => {
    await using app = await start();
    expect(await app.verify("good")).toMatchObject({ status: 503 });
  });
});

describe("a flood", () => {
  it("[mcp:H13] is refused by 503 while a thousand questions wait for their answers", async () => {
    const issuer = "https://auth.example";
    const [full, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      if (asked === 1_000) full.resolve();
      await released.promise;
      return Response.json({ active: false });
    };
    const check = defineIntrospectionCheck({ issuer, endpoint: `${issuer}/introspect`, ...credentials });
    const server = createResourceServer({ resource, checks: [check], fetch });
    const waiting = Array.from({ length: 1_000 }, (_, index) => server.verify(`Bearer t${index}`));
    await full.promise;
    expect(await server.verify("Bearer more")).toMatchObject({ status: 503 });
    released.resolve();
    expect((await Promise.all(waiting)).every((verdict) => !verdict.ok && verdict.status === 401)).toBe(true);
    expect(await server.verify("Bearer more")).toMatchObject({ status: 401 });
  });
});

describe("checks together", () => {
  it("[mcp:H12 mcp:H13] checks JWTs by key and opaque tokens by asking, of one issuer", async () => {
    await using app = await start();
    const { issuer } = app.authority;
    const endpoint = `${issuer}/introspect`;
    const opaque = defineIntrospectionCheck({ issuer, endpoint, ...credentials });
    const checks = [defineJwtCheck({ issuer }), opaque];
    const server = createResourceServer({ resource, checks, now: app.clock.now });
    expect(server.metadata().authorization_servers).toEqual([issuer]);
    expect(await server.verify(await app.authority.bearer())).toHaveProperty("ok", true);
    expect(app.questions).toEqual([]);
    expect(await server.verify("Bearer good")).toHaveProperty("ok", true);
    const forged = await app.authority.bearer({ claims: { iss: "https://evil.example" } });
    expect(await server.verify(forged)).toMatchObject({ status: 401, reason: "issuer_unknown" });
    expect(app.questions).toHaveLength(1);
  });

  it("[mcp:H13] does not fall back to asking when the key says no", async () => {
    await using app = await start();
    const { issuer } = app.authority;
    const opaque = defineIntrospectionCheck({ issuer, endpoint: `${issuer}/introspect`, ...credentials });
    const server = createResourceServer({ resource, checks: [defineJwtCheck({ issuer }), opaque], now: app.clock.now });
    const old = await app.authority.sign({ claims: { exp: app.clock.now() - 60 } });
    app.answers.set(old, app.active);
    expect(await server.verify(`Bearer ${old}`)).toMatchObject({ reason: "token_expired" });
    expect(app.questions).toEqual([]);
  });

  it("[mcp:H13] sends a token to its own issuer only", async () => {
    await using one = await start({ tokenPrefix: "one_" });
    await using two = await start({ tokenPrefix: "two_" });
    const checks = [one, two].map(({ authority: { issuer } }, index) =>
      defineIntrospectionCheck({
        issuer,
        endpoint: `${issuer}/introspect`,
        tokenPrefix: index === 0 ? "one_" : "two_",
        ...credentials,
      }),
    );
    two.answers.set("two_good", two.active);
    const server = createResourceServer({ resource, checks, now: one.clock.now });
    expect(await server.verify("Bearer two_good")).toMatchObject({ auth: { extra: { issuer: two.authority.issuer } } });
    expect(await server.verify("Bearer other")).toMatchObject({ status: 401, reason: "token_malformed" });
    expect(one.questions).toEqual([]);
    expect(two.questions).toHaveLength(1);
  });

  it("[mcp:H13] wants prefixes where tokens could go astray", () => {
    const checks = ["https://one.example", "https://two.example"].map((issuer) =>
      defineIntrospectionCheck({ issuer, ...credentials }),
    );
    expect(() => createResourceServer({ resource, checks })).toThrow(TypeError);
  });

  it.each<[string, Partial<IntrospectionCheckOptions>]>([
    ["an insecure issuer", { issuer: "http://auth.example" }],
    ["an insecure endpoint", { endpoint: "http://auth.example/introspect" }],
    ["an hour of belief", { cacheSeconds: 3_600 }],
    ["negative seconds", { refusedCacheSeconds: -1 }],
    ["no room", { maxCached: 0 }],
  ])("[mcp:H13 mcp:H21] refuses %s", (_, options) => {
    expect(() => defineIntrospectionCheck({ issuer: "https://auth.example", ...credentials, ...options })).toThrow(
      TypeError,
    );
  });
});
