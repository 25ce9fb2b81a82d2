import { describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import { createResourceServer } from "./resource-server.ts";
import { createRevocationFeed } from "./revocation-feed.ts";
import type { RevocationFeedOptions } from "./revocation-feed.ts";

/** An authority with a feed at `/revoked`, and a server that reads it every 30 s. */
async function start(options: Partial<RevocationFeedOptions> = {}) {
  const authority = await startIssuer();
  const clock = createClock();
  const { issuer } = authority;
  const publish = (revoked: unknown, more: Record<string, unknown> = {}, path = "/revoked") =>
    authority.answer(path, 200, { issuer, revoked, ...more });
  const failures: unknown[] = [];
  const feed = createRevocationFeed({
    issuer,
    url: `${issuer}/revoked`,
    now: clock.now,
    onFailure: (cause) => failures.push(cause),
    ...options,
  });
  const server = createResourceServer({ resource, issuer, revocations: [feed], now: clock.now });
  const verify = async (claims: Record<string, unknown> = {}) =>
    server.verify(await authority.bearer({ claims: { grant_id: "g1", ...claims } }));
  const polls = () => authority.asked.filter((url) => url.startsWith("/revoked"));
  return {
    authority,
    clock,
    publish,
    failures,
    feed,
    verify,
    polls,
    [Symbol.asyncDispose]: () => authority[Symbol.asyncDispose](),
  };
}

const revoked = { status: 401, body: { error: "invalid_token" }, reason: "token_revoked" };

describe("polling", () => {
  it("[mcp:H22] ends a token that is named by its id, and no other", async () => {
    await using app = await start();
    app.publish([{ jti: "t1", until: 1_000_900 }]);
    expect(await app.verify()).toMatchObject(revoked);
    expect(await app.verify({ jti: "t2" })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] ends all tokens of a grant", async () => {
    await using app = await start();
    app.publish([{ grant_id: "g1" }]);
    expect(await app.verify({ jti: "t1" })).toMatchObject(revoked);
    expect(await app.verify({ jti: "t2" })).toMatchObject(revoked);
    expect(await app.verify({ grant_id: "g2" })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] ends the tokens of a client, of a person or of both that were issued by then", async () => {
    await using app = await start();
    const by = (name: string) => ({ client_id: `client-${name}`, sub: `person-${name}`, jti: name, grant_id: name });
    app.publish([
      { client_id: "client-a", issued_until: 1_000_000 },
      { sub: "person-b", issued_until: 1_000_000 },
      { client_id: "client-c", sub: "person-c", issued_until: 1_000_000 },
    ]);
    for (const name of ["a", "b", "c"]) {
      expect(await app.verify({ ...by(name), iat: 1_000_000 })).toMatchObject(revoked);
      expect(await app.verify({ ...by(name), iat: undefined })).toMatchObject(revoked);
      expect(await app.verify({ ...by(name), iat: 1_000_001 })).toHaveProperty("ok", true);
    }
    const old = { iat: 999_999, grant_id: "g2" };
    expect(await app.verify({ ...old, client_id: "client-c", sub: "person-d" })).toHaveProperty("ok", true);
    expect(await app.verify({ ...old, client_id: "client-d", sub: "person-c" })).toHaveProperty("ok", true);
    expect(await app.verify({ ...old, client_id: "person-b", sub: "client-a" })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] ends every token that was issued by then", async () => {
    await using app = await start();
    app.publish([{ all: true, issued_until: 1_000_000 }]);
    expect(await app.verify({ iat: 1_000_000 })).toMatchObject(revoked);
    expect(await app.verify({ iat: 1_000_001 })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] reads on as long as there is more", async () => {
    await using app = await start();
    app.publish([{ jti: "t1" }], { cursor: "a", more: true });
    app.publish([{ jti: "t2" }], { cursor: "b", more: true }, "/revoked?after=a");
    app.publish([{ jti: "t3" }], { cursor: "b", more: true }, "/revoked?after=b");
    expect(await app.verify({ jti: "t3" })).toMatchObject(revoked);
    expect(app.polls()).toEqual(["/revoked", "/revoked?after=a", "/revoked?after=b"]);
  });

  it("[mcp:H22] does not take an id of one kind for one of the other, or a missing one for any", async () => {
    await using app = await start();
    app.publish([{ jti: "g1" }, { grant_id: "t1" }, { jti: "undefined" }, { grant_id: "undefined" }]);
    expect(await app.verify()).toHaveProperty("ok", true);
    expect(await app.verify({ jti: undefined, grant_id: undefined })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] learns of a revocation within the time between polls, and asks no oftener", async () => {
    await using app = await start({ pollSeconds: 30 });
    app.publish([]);
    expect(await app.verify()).toHaveProperty("ok", true);
    app.publish([{ jti: "t1" }]);
    app.clock.advance(29);
    expect(await app.verify()).toHaveProperty("ok", true);
    app.clock.advance(1);
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => app.verify()));
    expect(verdicts.every(({ ok }) => !ok)).toBe(true);
    expect(app.polls()).toHaveLength(2);
  });

  it("[mcp:H22] goes on from the cursor, and keeps what it has read", async () => {
    await using app = await start();
    app.publish([{ jti: "t1" }], { cursor: "a b" });
    app.publish([{ jti: "t2" }], { cursor: "c" }, "/revoked?after=a+b");
    await app.verify();
    app.clock.advance(30);
    expect(await app.verify({ jti: "t2" })).toMatchObject(revoked);
    expect(await app.verify({ jti: "t1" })).toMatchObject(revoked);
    expect(app.polls()).toEqual(["/revoked", "/revoked?after=a+b"]);
  });

  it("[mcp:H22] sends what it was given for the authorization of a poll", async () => {
    await using app = await start({ authorization: "Bearer feed-key" });
    const seen: unknown[] = [];
    app.authority.overrides.set("/revoked", (request, response) => {
      seen.push(request.headers.authorization);
      response.end(JSON.stringify({ issuer: app.authority.issuer, revoked: [] }));
    });
    await app.verify();
    expect(seen).toEqual(["Bearer feed-key"]);
  });

  it("[mcp:H22] says nothing of tokens of another issuer", async () => {
    await using app = await start();
    await using other = await startIssuer("/other");
    app.publish([{ jti: "t1" }]);
    const { issuer } = app.authority;
    const issuers = [issuer, other.issuer];
    const server = createResourceServer({ resource, issuers, revocations: [app.feed], now: app.clock.now });
    expect(await server.verify(await other.bearer())).toHaveProperty("ok", true);
    expect(await server.verify(await app.authority.bearer())).toMatchObject(revoked);
  });

  it("[mcp:H22] reads a feed of many thousand entries", async () => {
    await using app = await start();
    const many = Array.from({ length: 20_000 }, (_, index) => ({ jti: `x${index}`, until: 1_000_900 }));
    app.publish([...many, { jti: "t1" }]);
    expect(await app.verify()).toMatchObject(revoked);
  });

  it("[mcp:H22] judges no token that is bad anyway", async () => {
    await using app = await start();
    expect(await app.verify({ exp: 1 })).toMatchObject({ reason: "token_expired" });
    expect(app.polls()).toEqual([]);
  });
});

describe("when the feed is down", () => {
  it.each<[string, number, unknown]>([
    ["answers 500", 500, {}],
    ["is about another issuer", 200, { issuer: "https://evil.example", revoked: [{ jti: "t1" }] }],
    ["is something else", 200, { revoked: "none" }],
    ["is too long", 200, { issuer: "", revoked: [], padding: "a".repeat(4_194_304) }],
  ])("[mcp:H22] goes on without it, and tells, when it %s", async (_, status, body) => {
    await using app = await start();
    app.authority.answer("/revoked", status, body);
    expect(await app.verify()).toHaveProperty("ok", true);
    expect(app.failures).toHaveLength(1);
    app.publish([{ jti: "t1" }]);
    expect(await app.verify()).toHaveProperty("ok", true);
    app.clock.advance(30);
    expect(await app.verify()).toMatchObject(revoked);
  });

  it("[mcp:H22] still knows what it has read", async () => {
    await using app = await start();
    app.publish([{ jti: "t1" }]);
    expect(await app.verify()).toMatchObject(revoked);
    app.authority.answer("/revoked", 500, {});
    app.clock.advance(60);
    expect(await app.verify()).toMatchObject(revoked);
  });

  it("[mcp:H22] refuses by 503 after a silence that was called too long", async () => {
    await using app = await start({ maxSilenceSeconds: 60 });
    app.authority.answer("/revoked", 500, {});
    expect(await app.verify()).toHaveProperty("ok", true);
    app.clock.advance(61);
    expect(await app.verify()).toMatchObject({
      status: 503,
      wwwAuthenticate: undefined,
      reason: "revocations_unknown",
    });
    app.publish([]);
    app.clock.advance(30);
    expect(await app.verify()).toHaveProperty("ok", true);
  });
});

describe("memory", () => {
  it("[mcp:H22] keeps an id for as long as the token could be accepted, and not for ever", async () => {
    await using app = await start({ maxTokenSeconds: 900 });
    app.publish([{ jti: "t1", until: app.clock.now() + 86_400 }]);
    const exp = app.clock.now() + 86_400;
    await app.verify({ exp });
    app.publish([]);
    app.clock.advance(900 + 299);
    expect(await app.verify({ exp })).toMatchObject(revoked);
    app.clock.advance(1);
    expect(await app.verify({ exp })).toHaveProperty("ok", true);
  });

  it("[mcp:H22] holds no more than it may; what ends first makes room", async () => {
    await using app = await start({ maxEntries: 10 });
    const end = app.clock.now() + 100;
    app.publish(Array.from({ length: 30 }, (_, index) => ({ jti: `x${index}`, until: end + index })));
    expect(await app.verify({ jti: "x0" })).toHaveProperty("ok", true);
    expect(await app.verify({ jti: "x19" })).toHaveProperty("ok", true);
    expect(await app.verify({ jti: "x20" })).toMatchObject(revoked);
    expect(await app.verify({ jti: "x29" })).toMatchObject(revoked);
  });

  it("[mcp:H22] leaves out what has ended, what has no name and what is too long for one", async () => {
    await using app = await start();
    const long = "a".repeat(2_305);
    app.publish([{ jti: "t1", until: app.clock.now() - 301 }, { sid: "t1" }, { jti: long }]);
    expect(await app.verify()).toHaveProperty("ok", true);
    expect(await app.verify({ jti: long })).toHaveProperty("ok", true);
  });
});

describe("receiving", () => {
  it("[mcp:H22] takes documents that come by another way, without a poll", async () => {
    await using app = await start({ url: undefined });
    expect(await app.verify()).toHaveProperty("ok", true);
    app.feed.receive({ issuer: app.authority.issuer, revoked: [{ grant_id: "g1" }] });
    expect(await app.verify()).toMatchObject(revoked);
    expect(app.polls()).toEqual([]);
  });

  it("[mcp:H22] refuses documents of others", async () => {
    await using app = await start();
    expect(() => app.feed.receive({ issuer: "https://evil.example", revoked: [] })).toThrow(Error);
    expect(() => app.feed.receive("rubbish")).toThrow(Error);
  });

  it("[mcp:H22] does not let a document that came by another way move the poll", async () => {
    await using app = await start();
    app.feed.receive({ issuer: app.authority.issuer, revoked: [], cursor: "far" });
    app.publish([{ jti: "t1" }]);
    expect(await app.verify()).toMatchObject(revoked);
    expect(app.polls()).toEqual(["/revoked"]);
  });

  it("[mcp:H22 mcp:H21] refuses a feed that others could change", () => {
    const url = "http://auth.example/revoked";
    expect(() => createRevocationFeed({ issuer: "https://auth.example", url })).toThrow(TypeError);
  });

  it.each<[keyof RevocationFeedOptions, number]>([
    ["pollSeconds", Number.NaN],
    ["maxSilenceSeconds", -1],
    ["maxTokenSeconds", Number.POSITIVE_INFINITY],
    ["maxEntries", 0],
    ["maxEntries", 1.5],
  ])("[mcp:H22] refuses %s of %d by its name", (name, value) => {
    const make = () => createRevocationFeed({ issuer: "https://auth.example", [name]: value });
    expect(make).toThrow(
      new TypeError(`${name} must be ${name === "maxEntries" ? "a positive integer" : "0 or more"}`),
    );
  });
});
