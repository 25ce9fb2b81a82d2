import { describe, expect, it } from "vitest";
import { createClock, createKey, resource, startIssuer } from "../test/fake-issuer.ts";
import { metadataUrls } from "./discovery.ts";
import { createResourceServer } from "./resource-server.ts";

describe("finding the keys", () => {
  it("[mcp:H12] asks for nothing before the first token, then once for all", async () => {
    await using authority = await startIssuer();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    await server.verify(undefined);
    expect(authority.asked).toEqual([]);
    const header = await authority.bearer();
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => server.verify(header)));
    expect(verdicts.every((verdict) => verdict.ok)).toBe(true);
    expect(authority.asked).toEqual(["/.well-known/oauth-authorization-server", "/jwks"]);
  });

  it("[mcp:D3 mcp:D4] knows all places of the metadata", () => {
    expect(metadataUrls("https://h")).toEqual([
      "https://h/.well-known/oauth-authorization-server",
      "https://h/.well-known/openid-configuration",
    ]);
    expect(metadataUrls("https://h/p")).toEqual([
      "https://h/.well-known/oauth-authorization-server/p",
      "https://h/.well-known/openid-configuration/p",
      "https://h/p/.well-known/openid-configuration",
      "https://h/p/.well-known/oauth-authorization-server",
    ]);
  });

  it("[mcp:D3] goes on to the next place when one has no document", async () => {
    await using authority = await startIssuer("/p");
    authority.answer("/.well-known/oauth-authorization-server/p", 404, {});
    const jwksUri = `${authority.issuer}/jwks`;
    authority.answer("/p/.well-known/openid-configuration", 200, { issuer: authority.issuer, jwks_uri: jwksUri });
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toHaveProperty("ok", true);
  });

  it.each<[string, (issuer: string) => Record<string, unknown>]>([
    ["is about another issuer", (issuer) => ({ issuer: `${issuer}/`, jwks_uri: `${issuer}/jwks` })],
    ["says nothing of keys", (issuer) => ({ issuer })],
  ])("[mcp:H12] does not use metadata that %s", async (_, metadata) => {
    await using authority = await startIssuer();
    authority.answer("/.well-known/oauth-authorization-server", 200, metadata(authority.issuer));
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toMatchObject({ status: 503, reason: "keys_unavailable" });
  });

  it("[mcp:H12] does not fetch keys from where others could change them", async () => {
    await using authority = await startIssuer();
    const { issuer } = authority;
    const jwksUri = "http://keys.example/jwks";
    authority.answer("/.well-known/oauth-authorization-server", 200, { issuer, jwks_uri: jwksUri });
    const asked: string[] = [];
    const counted = (url: string, init: RequestInit) => {
      asked.push(url);
      return url === jwksUri ? Promise.resolve(Response.json({ keys: authority.published })) : fetch(url, init);
    };
    const server = createResourceServer({ resource, issuer, fetch: counted, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toMatchObject({ status: 503 });
    expect(asked).not.toContain(jwksUri);
  });

  it("[mcp:H12] does not follow redirects to keys", async () => {
    await using authority = await startIssuer();
    authority.answer("/moved", 200, { keys: authority.published });
    authority.overrides.set("/jwks", (_, response) => response.writeHead(302, { location: "/moved" }).end());
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toMatchObject({ status: 503 });
    expect(authority.asked).not.toContain("/moved");
  });

  it("[mcp:H12] does not use keys that came with an error", async () => {
    await using authority = await startIssuer();
    authority.answer("/jwks", 500, { keys: authority.published });
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toMatchObject({ status: 503 });
  });

  it("[mcp:H12] takes the place of the keys from the options, without discovery", async () => {
    await using authority = await startIssuer();
    const { issuer } = authority;
    const server = createResourceServer({ resource, issuer, jwksUri: `${issuer}/jwks`, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toHaveProperty("ok", true);
    expect(authority.asked).toEqual(["/jwks"]);
  });
});

describe("new keys", () => {
  it("[mcp:H12] finds a key that was added, without waiting for the old set to age", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
    await server.verify(await authority.bearer());
    const key = await createKey("second");
    authority.published.push(key.jwk);
    clock.advance(10);
    expect(await server.verify(await authority.bearer({ key }))).toHaveProperty("ok", true);
    expect(authority.asked.filter((url) => url === "/jwks")).toHaveLength(2);
  });

  it("[mcp:H12 attack:A201] does not ask again and again for keys that nobody has", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
    for (const kid of ["a", "../../etc/passwd", "' OR 1=1", ""]) {
      const header = await authority.bearer({ key: await createKey(kid) });
      expect(await server.verify(header)).toMatchObject({ status: 401, reason: "key_unknown" });
    }
    expect(authority.asked.filter((url) => url === "/jwks")).toHaveLength(1);
    clock.advance(10);
    await Promise.all(
      ["b", "c", "d"].map(async (kid) => server.verify(await authority.bearer({ key: await createKey(kid) }))),
    );
    expect(authority.asked.filter((url) => url === "/jwks")).toHaveLength(2);
  });

  it("[mcp:H12] forgets a key that is no longer published", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
    const header = await authority.bearer({ claims: { exp: clock.now() + 86_400 } });
    expect(await server.verify(header)).toHaveProperty("ok", true);
    authority.published.splice(0, 1, (await createKey("second")).jwk);
    clock.advance(600);
    expect(await server.verify(header)).toMatchObject({ status: 401, reason: "key_unknown" });
  });
});

describe("when the issuer does not answer", () => {
  it.each<[string, number, unknown]>([
    ["answers 500", 500, {}],
    ["answers no key set", 200, { keys: "none" }],
    ["answers too many keys", 200, { keys: Array.from({ length: 101 }, () => ({ kty: "EC" })) }],
    ["answers too much", 200, { keys: [], padding: "a".repeat(262_144) }],
  ])("[mcp:H12] says 503 and not 401 when the place of the keys %s", async (_, status, body) => {
    await using authority = await startIssuer();
    authority.answer("/jwks", status, body);
    const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
    expect(await server.verify(await authority.bearer())).toMatchObject({
      status: 503,
      wwwAuthenticate: undefined,
      headers: { "Retry-After": "5" },
      body: { error: "temporarily_unavailable" },
    });
  });

  it("[mcp:H12] tries again, but not at once", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
    authority.answer("*", 500, {});
    const header = await authority.bearer();
    expect(await server.verify(header)).toMatchObject({ status: 503 });
    authority.overrides.clear();
    expect(await server.verify(header)).toMatchObject({ status: 503 });
    clock.advance(5);
    expect(await server.verify(header)).toHaveProperty("ok", true);
  });

  it("[mcp:H12] waits as long after an answer that was slow to fail", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    let asked = 0;
    const failSlowly = () => {
      asked += 1;
      clock.advance(5);
      return Promise.reject(new Error("timeout"));
    };
    const { issuer } = authority;
    const jwksUri = `${issuer}/jwks`;
    const server = createResourceServer({ resource, issuer, jwksUri, now: clock.now, fetch: failSlowly });
    await server.verify(await authority.bearer());
    expect(await server.verify(await authority.bearer())).toMatchObject({ status: 503 });
    expect(asked).toBe(1);
  });

  it("[mcp:H12] goes on with the keys it knows for an hour, and calls an unknown key no error of the client", async () => {
    await using authority = await startIssuer();
    const clock = createClock();
    const server = createResourceServer({ resource, issuer: authority.issuer, now: clock.now });
    const header = await authority.bearer({ claims: { exp: clock.now() + 86_400 } });
    expect(await server.verify(header)).toHaveProperty("ok", true);
    authority.answer("*", 500, {});
    clock.advance(3_599);
    expect(await server.verify(header)).toHaveProperty("ok", true);
    const unknown = await authority.bearer({ key: await createKey("x"), claims: { exp: clock.now() + 900 } });
    expect(await server.verify(unknown)).toMatchObject({ status: 503 });
    clock.advance(1);
    expect(await server.verify(header)).toMatchObject({ status: 503 });
  });
});
