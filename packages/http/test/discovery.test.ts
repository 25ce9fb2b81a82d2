import { read } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { fetchAt } from "./fetch-at.ts";
import { startServer } from "./start-server.ts";

const rootForms = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"];
const pathForms = [
  "/.well-known/oauth-authorization-server/tenant/one",
  "/.well-known/openid-configuration/tenant/one",
  "/tenant/one/.well-known/oauth-authorization-server",
  "/tenant/one/.well-known/openid-configuration",
];

const documents = [
  { issuer: "https://as.example", forms: rootForms },
  { issuer: "https://as.example/tenant/one", forms: pathForms },
];

describe.each(documents)("the documents of $issuer", ({ issuer, forms }) => {
  it("[mcp:D1 mcp:D2 mcp:D3 mcp:D4 mcp:5.14 seed:D3 seed:C2] are the same at every well-known form, with one issuer", async () => {
    await using server = await startServer({ issuer });
    const { send } = server.driver();
    const replies = await Promise.all(forms.map((path) => send(path)));
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(reply.text).toBe(replies[0]?.text);
      expect(read(reply)["issuer"]).toBe(issuer);
    }
  });

  it("[mcp:D3 seed:D3 seed:C2] name endpoints that exist", async () => {
    await using server = await startServer({ issuer, config: { registration: { dynamic: "open" } } });
    const { send } = server.driver();
    const metadata = read(await send(forms[0] ?? ""));
    const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith("_endpoint") || name === "jwks_uri");
    expect(endpoints.map(([name]) => name).toSorted()).toEqual([
      "authorization_endpoint",
      "device_authorization_endpoint",
      "introspection_endpoint",
      "jwks_uri",
      "registration_endpoint",
      "revocation_endpoint",
      "token_endpoint",
      "userinfo_endpoint",
    ]);
    for (const [, url] of endpoints) {
      expect((await send(String(url), { method: "OPTIONS" })).status).not.toBe(404);
      expect((await send(String(url), { method: "PATCH" })).status).toBe(405);
    }
  });

  it("[mcp:D8 seed:S14] are JSON with a short life and a tag, answer HEAD, and ignore query and protocol version", async () => {
    await using server = await startServer({ issuer });
    const { send } = server.driver();
    for (const path of forms) {
      const reply = await send(`${path}?resource=x&x[y]=1`, { headers: { "mcp-protocol-version": "1900-01-01" } });
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-type")).toBe("application/json");
      expect(reply.headers.get("cache-control")).toBe("public, max-age=300");
      const tag = reply.headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[\w-]{43}"$/);
      const head = await send(path, { method: "HEAD" });
      expect(head).toMatchObject({ status: 200, text: "" });
      expect(head.headers.get("content-length")).toBe(String(reply.text.length));
      const again = await send(path, { headers: { "if-none-match": `W/${tag}, "other"` } });
      expect(again).toMatchObject({ status: 304, text: "" });
      expect(again.headers.get("etag")).toBe(tag);
    }
  });

  it("[mcp:D9 mcp:D10 mcp:D11 mcp:D12] state S256 alone, nothing null or empty, and plain https endpoints", async () => {
    await using server = await startServer({ issuer });
    const { send } = server.driver();
    for (const path of forms) {
      const metadata = read(await send(path));
      expect(metadata["code_challenge_methods_supported"]).toEqual(["S256"]);
      for (const [name, value] of Object.entries(metadata)) {
        for (const empty of [null, "", []]) expect({ [name]: value }).not.toEqual({ [name]: empty });
        if (typeof value === "string") expect(new URL(value)).toMatchObject({ protocol: "https:", search: "" });
      }
    }
  });
});

it("[mcp:D5 mcp:5.15 attack:A236] answers every other well-known address with 404 and JSON", async () => {
  await using server = await startServer({ issuer: "https://as.example/tenant/one" });
  const { send } = server.driver();
  const paths = [
    "/.well-known/oauth-authorization-server",
    "/.well-known/openid-configuration/tenant/two",
    "/.well-known/oauth-protected-resource",
    "/.well-known/",
    "/tenant/one/.well-known/oauth-protected-resource",
    "/mcp/.well-known/openid-configuration",
  ];
  for (const path of paths) {
    const reply = await send(path, { headers: { accept: "text/html" } });
    const type = reply.headers.get("content-type");
    expect({ path, type, ...reply }).toMatchObject({ path, type: "application/json", status: 404 });
    expect(read(reply)).toMatchObject({ error: "not_found" });
  }
});

it("[mcp:D6] redirects no request to a protocol endpoint", async () => {
  await using server = await startServer();
  const driver = server.driver();
  for (const name of ["token_endpoint", "revocation_endpoint", "introspection_endpoint", "jwks_uri"]) {
    const url = await driver.endpoint(name);
    for (const init of [{}, { method: "POST" }]) {
      const reply = await driver.send(url, init);
      expect(reply.location).toBeUndefined();
    }
  }
});

it("[mcp:D7] serves authorize, token and register at the root as well when it is co-hosted", async () => {
  await using server = await startServer({
    issuer: "https://as.example/tenant",
    coHosted: true,
    config: { registration: { dynamic: "open" } },
  });
  const driver = server.driver();
  const url = new URL(await driver.authorizeUrl());
  expect((await driver.visit(`/authorize${url.search}`)).status).toBe(302);
  expect((await driver.send("/token", { method: "POST", body: new URLSearchParams() })).json).toMatchObject({
    error: "invalid_client",
  });
  expect((await driver.send("/register", { method: "POST", body: "{}" })).status).toBe(400);
});

it("[mcp:D7] has nothing at the root otherwise", async () => {
  await using server = await startServer();
  const { send } = server.driver();
  for (const path of ["/authorize", "/token", "/register"]) expect((await send(path)).status).toBe(404);
});

it("[seed:S1 seed:T1 seed:T3 seed:T4] is 404 at every endpoint while it is switched off", async () => {
  await using server = await startServer({
    enabled: false,
    coHosted: true,
    config: { registration: { dynamic: "open" } },
  });
  const { send } = server.driver();
  const paths = [
    ...rootForms,
    ...["authorize", "token", "revoke", "introspect", "register", "userinfo", "jwks", "interaction/x"].map(
      (name) => `/oauth/provider/${name}`,
    ),
    "/token",
  ];
  for (const path of paths) {
    for (const method of ["GET", "POST"]) {
      expect([path, (await send(path, { method })).status]).toEqual([path, 404]);
    }
  }
  expect((await send("/healthz")).status).toBe(200);
});

it("[mcp:R1] has no registration endpoint unless registration is open", async () => {
  await using server = await startServer();
  const { send } = server.driver();
  expect((await send("/oauth/provider/register", { method: "POST", body: "{}" })).status).toBe(404);
});

it("[seed:D150] answers a registration with 201, and lets nobody store its secret", async () => {
  await using server = await startServer({ config: { registration: { dynamic: "open" } } });
  const body = JSON.stringify({ redirect_uris: ["https://app.example/cb"] });
  const headers = { "content-type": "application/json" };
  const reply = await server.driver().send("/oauth/provider/register", { method: "POST", body, headers });
  expect(reply).toMatchObject({ status: 201, json: { client_secret: expect.stringMatching(/^sp_cs_/) } });
  expect(reply.headers.get("cache-control")).toBe("no-store");
});

it("[seed:S2 seed:S5] puts the endpoints under the configured prefix of the configured issuer", async () => {
  await using server = await startServer({
    issuer: "https://as.example/a(b)",
    config: { pathPrefix: "/api/v1/oauth/provider" },
  });
  const driver = server.driver();
  expect(await driver.endpoint("token_endpoint")).toBe("https://as.example/a(b)/api/v1/oauth/provider/token");
  expect((await driver.getTokens()).status).toBe(200);
});

it("[attack:A224] takes no part of a request for its own address", async () => {
  await using server = await startServer({ issuer: "https://as.example", trustedHops: 1 });
  const driver = server.driver();
  const evil = {
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    "x-original-url": "/evil",
    forwarded: "host=evil.example;proto=http",
  };
  const plain = await driver.send("/.well-known/openid-configuration");
  expect((await driver.send("/.well-known/openid-configuration", { headers: evil })).text).toBe(plain.text);
  const reply = await driver.visit(await driver.authorizeUrl(), { headers: evil });
  expect(reply.headers.get("location")).toMatch(/^\/oauth\/provider\/interaction\/[\w-]+$/);
  expect(reply.headers.get("set-cookie")).toMatch(/^__Host-sp_browser=.*; Secure$/);
});

describe("the Host header", () => {
  const paths = ["/.well-known/openid-configuration", "/oauth/provider/token", "/oauth/provider/authorize", "/"];
  const foreign = ["rebind.evil.example", "as.example.evil.example", "as.example:8443", "127.0.0.1", "evil@as.example"];

  it.each(foreign)("[attack:A224] is refused as %s", async (host) => {
    await using server = await startServer({ issuer: "https://as.example" });
    for (const path of paths) {
      const reply = await fetchAt(server.port)(new URL(path, "https://as.example"), { headers: { host } });
      expect(reply.status).toBe(421);
      expect(reply.headers.get("access-control-allow-credentials")).toBeNull();
    }
    expect(server.entries.at(-1)).toMatchObject({ reason: "foreign_host", status: 421 });
  });

  it("[attack:A225] may be any loopback name with the right port on a loopback server, and no other", async () => {
    await using server = await startServer();
    const url = new URL("/.well-known/openid-configuration", server.issuer);
    const ask = async (host: string) => (await fetchAt(server.port)(url, { headers: { host } })).status;
    for (const name of ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"]) {
      expect(await ask(`${name}:${server.port}`)).toBe(200);
    }
    for (const host of ["localhost", "localhost:1", `rebind.example:${server.port}`, `127.0.0.2:${server.port}`]) {
      expect(await ask(host)).toBe(421);
    }
  });

  it("[seed:S11] does not matter to probes, of which one tells whether the store works", async () => {
    await using server = await startServer({ issuer: "https://as.example", ready: () => Promise.resolve(false) });
    const ask = fetchAt(server.port);
    expect((await ask(new URL("http://10.0.0.7/healthz"))).status).toBe(200);
    expect((await ask(new URL("http://10.0.0.7/readyz"))).status).toBe(503);
  });
});
