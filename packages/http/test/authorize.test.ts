import { redirectUri, type Changes } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { fetchAt } from "./fetch-at.ts";
import { startServer, type TestServer } from "./start-server.ts";

/** A page for the person: no way out, and nothing of the request on it. */
function expectErrorPage(reply: { status: number; headers: Headers; text: string }, status = 400): void {
  expect(reply.status).toBe(status);
  expect(reply.headers.get("location")).toBeNull();
  expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("set-cookie")).toBeNull();
  expect(reply.text).toContain("<h1>");
}

function expectRefused(location: URL | undefined, error: string, server: TestServer): void {
  expect(location?.origin).toBe("https://app.example");
  expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({
    error,
    state: "the-state",
    iss: server.issuer,
  });
  expect(location?.searchParams.has("code")).toBe(false);
  expect(location?.hash).toBe("");
}

/** A server may close the connection on a request that is too large; any other failure is one. */
function asClosed(error: unknown): { status: string } {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (["ECONNRESET", "EPIPE"].includes(code)) return { status: "closed" };
  throw error;
}

describe("before client and redirect URI are proven", () => {
  it("[attack:A001 mcp:A2 seed:S21 seed:D18] shows the same page for unknown, disabled and deleted clients", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const evil = { redirect_uri: "https://evil.example/cb" };
    const textOf = ({ text }: { text: string }): string => text.replace(/err_[0-9a-z]{8}/, "err_");
    const unknown = await driver.authorize({ ...evil, client_id: "nobody" });
    expectErrorPage(unknown);
    await server.provider.manage.clients.setStatus(server.pub.id, "disabled");
    expect(textOf(await driver.authorize(evil))).toBe(textOf(unknown));
    await server.provider.manage.clients.delete(server.pub.id);
    expect(textOf(await driver.authorize())).toBe(textOf(unknown));
    expect(server.entries.map((entry) => entry.reason)).toEqual([
      undefined,
      "unknown_client",
      "disabled_client",
      "unknown_client",
    ]);
  });

  const cases: [string, Changes][] = [
    ["[attack:A002 seed:D14 seed:F2] no client_id", { client_id: undefined }],
    ["[attack:A002 seed:D14] an empty client_id", { client_id: "" }],
    ["[attack:A005 seed:C6] a client_id that stands twice", { client_id: ["pub", "pub"] }],
    ["[attack:A005 seed:C6] two client_ids", { client_id: ["pub", "other"] }],
    ["[attack:A006 seed:C6] two redirect URIs", { redirect_uri: [redirectUri, "http://127.0.0.1/cb"] }],
    ["[attack:A008] names in brackets only", { client_id: undefined, "client_id[]": "pub", "client_id[$ne]": "x" }],
    ["[attack:A035 seed:F2] no redirect URI, where two are registered", { redirect_uri: undefined }],
    ["[seed:S22 seed:T24] a redirect URI that is not registered", { redirect_uri: "https://evil.example/cb" }],
    [
      "[seed:S18 seed:C5] a foreign redirect URI beside every other error",
      { redirect_uri: "https://e.example/", response_type: "token", code_challenge: undefined },
    ],
  ];

  it.each(cases)("%s is a page with 400", async (_title, changes) => {
    await using server = await startServer();
    const reply = await server.driver().authorize(changes);
    expectErrorPage(reply);
    expect(reply.text).not.toContain("evil.example");
  });

  it("[attack:A008] deeply bracketed names are names like any other", async () => {
    await using server = await startServer();
    const driver = server.driver();
    expectErrorPage(await driver.authorize({ client_id: undefined, [`a${"[b]".repeat(1_000)}`]: "x" }));
  });

  it("[mcp:A12 seed:D18] tells programs by JSON instead", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const url = await driver.authorizeUrl({ client_id: "nobody" });
    const reply = await driver.visit(url, { headers: { accept: "application/json" } });
    expect(reply).toMatchObject({ status: 400, json: { error: "invalid_client" }, location: undefined });
    expect(reply.headers.get("www-authenticate")).toBeNull();
    const html = await driver.visit(url, { headers: { accept: "text/html,application/json;q=0.9" } });
    expectErrorPage(html);
    expect(html.text).toContain("add it again");
  });

  it("[mcp:A12] tells a program that asks first where to register anew, in the words that mcp-remote listens for", async () => {
    const ask = async (dynamic: "open" | "off") => {
      await using server = await startServer({ config: { registration: { dynamic } } });
      const driver = server.driver();
      const url = await driver.authorizeUrl({ client_id: "nobody" });
      return await driver.visit(url, { headers: { accept: "application/json" } });
    };
    const reply = await ask("open");
    expect(reply).toMatchObject({ status: 400, json: { error: "invalid_client" } });
    expect(reply.json).toHaveProperty("registration_endpoint", expect.stringMatching(/\/register$/));
    expect(reply.json).toHaveProperty("error_description", expect.stringMatching(/\bclient\s+is\s+not\s+registered\b/));
    expect((await ask("off")).json).not.toHaveProperty("registration_endpoint");
  });

  it("[mcp:A12 mcp:C16] tells people whom to ask about an application that is waiting for approval", async () => {
    await using server = await startServer();
    await server.store.clients.insert({ ...server.pub, id: "client_pending", status: "pending" });
    const reply = await server.driver().authorize({ client_id: "client_pending" });
    expectErrorPage(reply);
    expect(reply.text).toContain("is waiting for approval");
  });

  it("[attack:A016] refuses huge queries", async () => {
    await using server = await startServer();
    const driver = server.driver();
    for (const changes of [{ x: "a".repeat(32_768) }, { x: "a".repeat(1_048_576) }]) {
      const reply = await driver.authorize(changes).catch(asClosed);
      expect([400, 414, 431, "closed"]).toContain(reply.status);
    }
    const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`p${index}`, "1"]));
    expectErrorPage(await driver.authorize(many));
  });
});

describe("after client and redirect URI are proven", () => {
  const wrongTypes = ["token", "id_token", "code token", "code id_token", "none", "CODE", "code code"];

  const cases: [string, string, Changes][] = [
    ["[attack:A003 seed:D13 seed:D14] no response_type", "invalid_request", { response_type: undefined }],
    ["[seed:S20 seed:D16 seed:T25] method plain", "invalid_request", { code_challenge_method: "plain" }],
    ["[seed:S24 seed:T5] no challenge", "invalid_request", { code_challenge: undefined }],
    ["[attack:A018] prompt=none without sign-in", "login_required", { prompt: "none" }],
    ["[attack:A019] prompt=none login", "invalid_request", { prompt: "none login" }],
    ["[attack:A019] prompt=NONE", "invalid_request", { prompt: "NONE" }],
    ["[attack:A019] prompt=__proto__", "invalid_request", { prompt: "__proto__" }],
    ["[attack:A020] max_age=-1", "invalid_request", { max_age: "-1" }],
    ["[attack:A020] max_age=abc", "invalid_request", { max_age: "abc" }],
    ["[attack:A020] max_age beyond numbers", "invalid_request", { max_age: "9999999999999999999" }],
    ["[attack:A022] a request object", "request_not_supported", { request: "e30.e30." }],
    ["[attack:A022] a request URI", "request_uri_not_supported", { request_uri: "https://canary.example/x" }],
    ["[mcp:A9 seed:D15 seed:C6] a scope that stands twice", "invalid_request", { scope: ["openid", "openid"] }],
  ];

  it.each(cases)("%s goes to the client", async (_title, error, changes) => {
    await using server = await startServer();
    const reply = await server.driver().authorize(changes);
    expect(reply.status).toBe(302);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("referrer-policy")).toBe("no-referrer");
    expectRefused(reply.location, error, server);
  });

  it.each(wrongTypes)(
    "[attack:A004 seed:S19 mcp:A3 seed:D28] response_type %s is refused there, by query",
    async (type) => {
      await using server = await startServer();
      expectRefused(
        (await server.driver().authorize({ response_type: type })).location,
        "unsupported_response_type",
        server,
      );
    },
  );

  it.each(["form_post", "fragment", "web_message", "jwt", "form_post.jwt"])(
    "[attack:A021] response_mode %s gives no code",
    async (mode) => {
      await using server = await startServer();
      expectRefused((await server.driver().authorize({ response_mode: mode })).location, "invalid_request", server);
    },
  );

  it("[seed:S25] a confidential client needs PKCE too", async () => {
    await using server = await startServer();
    const driver = server.driver({ client: server.bas });
    expectRefused((await driver.authorize({ code_challenge: undefined })).location, "invalid_request", server);
  });

  it("[seed:S23] drops scopes that the client may not have, and refuses when none is left", async () => {
    await using server = await startServer();
    const driver = server.driver();
    expect((await driver.openPage({ scope: "openid files:steal" })).isSignIn).toBe(true);
    expectRefused((await driver.authorize({ scope: "files:steal" })).location, "invalid_scope", server);
  });

  it("a document that cannot be fetched is logged with its reason, and without a stack", async () => {
    await using server = await startServer();
    const id = "https://client.example/client.json";
    server.documents.publish(id, { kind: "failed", reason: "status_403" });
    expect((await server.driver().authorize({ client_id: id })).status).toBe(503);
    expect(server.entries.at(-1)).toMatchObject({ status: 503, reason: "document_status_403" });
    expect(server.entries.at(-1)?.cause).toBeUndefined();
  });

  it("[seed:D31] a failure of ours is told to the client, and logged with its cause", async () => {
    await using server = await startServer();
    const cause = new Error("the disk is on fire");
    server.store.interactions.insert = () => Promise.reject(cause);
    const reply = await server.driver().authorize();
    expectRefused(reply.location, "server_error", server);
    expect(reply.location?.href).not.toContain("fire");
    expect(server.entries.at(-1)).toMatchObject({ error: "server_error", cause });
  });

  it("[attack:A011 seed:S26 seed:C37] brings a hostile state back byte for byte, and no header with it", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const states = [
      "a\r\nSet-Cookie: x=1",
      "\0",
      '"><script>alert(1)</script>',
      "👑 é",
      "%0d%0aX: y",
      "x".repeat(4_000),
      "a+b &=",
    ];
    for (const state of states) {
      const reply = await driver.authorize({ state, response_type: "token" });
      expect(reply.location?.searchParams.getAll("state")).toEqual([state]);
      expect(reply.headers.get("set-cookie")).toBeNull();
      expect(reply.headers.get("location")).toMatch(/^[\x21-\x7e]+$/);
    }
  });
});

it("[attack:A010 mcp:A9 seed:S17] ignores two hundred unknown parameters", async () => {
  await using server = await startServer();
  const unknown = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`unknown${index}`, "x"]));
  expect((await server.driver().getTokens(unknown)).status).toBe(200);
});

it("[attack:A028] interprets neither locales nor claims nor context classes", async () => {
  await using server = await startServer();
  const hostile = {
    ui_locales: "../../../etc/passwd",
    claims: `${"[".repeat(4_000)}`,
    acr_values: "${7*7}",
    claims_locales: '{"__proto__":{"x":1}}',
  };
  expect((await server.driver().getTokens(hostile)).status).toBe(200);
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

it("[mcp:A9 seed:S17 seed:D17] takes POST as it takes GET, and answers it with 303", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = new URL(await driver.authorizeUrl());
  const reply = await driver.visit(url.origin + url.pathname, { method: "POST", body: url.searchParams });
  expect(reply.status).toBe(303);
  const page = await driver.readPage(reply.location ?? "");
  expect((await driver.signIn(page)).status).toBe(303);
});

it("[mcp:A9] takes several resources", async () => {
  await using server = await startServer();
  await server.provider.manage.resources.create({ uri: "https://one.example/mcp" });
  await server.provider.manage.resources.create({ uri: "https://two.example/mcp" });
  const driver = server.driver();
  const page = await driver.openPage({ resource: ["https://one.example/mcp", "https://two.example/mcp"] });
  await driver.signIn(page);
  const { text } = await driver.readPage(page.url);
  expect(text).toContain("https://one.example/mcp");
  expect(text).toContain("https://two.example/mcp");
});

it("[attack:A014] gives nothing to HEAD, other methods and prefetches", async () => {
  await using server = await startServer();
  const driver = server.driver({ client: server.bas });
  await driver.approve();
  const url = await driver.authorizeUrl();
  expect((await driver.visit(url)).location?.searchParams.has("code")).toBe(true);
  const before = server.events.length;
  for (const method of ["HEAD", "PUT", "DELETE", "PATCH"]) {
    const reply = await driver.visit(url, { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe("GET, POST");
  }
  for (const headers of [{ "sec-purpose": "prefetch;prerender" }, { purpose: "prefetch" }]) {
    const reply = await driver.visit(url, { headers });
    expect(reply).toMatchObject({ status: 204, location: undefined });
    expect(reply.headers.get("cache-control")).toBe("no-store");
  }
  expect(server.events).toHaveLength(before);
});

it("[attack:A015 mcp:A10 seed:D37 seed:C3] has no CORS header, whoever asks", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = await driver.authorizeUrl();
  const page = await driver.openPage();
  for (const method of ["GET", "POST", "OPTIONS"]) {
    for (const target of [url, page.url, `${page.url}/decision`]) {
      const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
      const reply = await driver.visit(target, { method, headers });
      expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      if (method === "OPTIONS") expect(reply.status).toBe(405);
    }
  }
});

it("[mcp:A5] does not send a stranger's errors on by itself, but shows where they would go", async () => {
  await using server = await startServer({ config: { registration: { dynamic: "open" } } });
  const body = JSON.stringify({ redirect_uris: ["https://stranger.example/cb"], token_endpoint_auth_method: "none" });
  const headers = { "content-type": "application/json" };
  const registered = await server.driver().send("/oauth/provider/register", { method: "POST", body, headers });
  const { client_id: id } = registered.json as { client_id: string };
  const reply = await server.driver().authorize({
    client_id: id,
    redirect_uri: "https://stranger.example/cb",
    response_type: "token",
  });
  expectErrorPage(reply);
  expect(reply.text).toContain("<strong>stranger.example</strong>");
  expect(reply.text).not.toContain("http-equiv");
});

it("is a page with Retry-After while the store is not available", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const url = await driver.authorizeUrl();
  const { StoreUnavailableError } = await import("@sallyport/core");
  server.store.clients.get = () => Promise.reject(new StoreUnavailableError("locked"));
  const reply = await fetchAt(server.port)(new URL(url));
  expect(reply.status).toBe(503);
  expect(reply.headers.get("retry-after")).toBe("1");
  expect(await reply.text()).not.toContain("locked");
});
