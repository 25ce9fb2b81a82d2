import type { Client, ExplainedIncident } from "@sallyport/core";
import { type Changes, pkce, read, redirectUri, type Reply, testPassword } from "@sallyport/fixtures";
import { describe, expect, it, vi } from "vitest";
import { startServer, type TestServer } from "./start-server.ts";

const idPattern = /err_[0-9a-hjkmnp-tv-z]{8}/;

async function explain(server: TestServer, errorId: unknown): Promise<ExplainedIncident> {
  return await server.provider.manage.incidents.explain(String(errorId));
}

/** What lies behind an OAuth error: on the wire it has the two members that it always had, and the id. */
async function explainJson(server: TestServer, reply: Reply): Promise<ExplainedIncident> {
  const { error, error_description: description, error_id: errorId, ...others } = read(reply);
  expect([typeof error, typeof description, others]).toEqual(["string", "string", {}]);
  expect(server.entries.at(-1)?.errorId).toBe(errorId);
  return await explain(server, errorId);
}

/** What lies behind an error page. */
async function explainPage(server: TestServer, reply: Reply): Promise<ExplainedIncident> {
  expect(reply.location).toBeUndefined();
  return await explain(server, idPattern.exec(reply.text)?.[0]);
}

describe("a redirect URI that is not registered", () => {
  const cases: [what: string, uri: string, fix: RegExp][] = [
    ["another name of the machine", "http://localhost:8912/cb", /localhost ≠ 127\.0\.0\.1: register both/],
    [
      "another port away from loopback",
      "https://app.example:8443/cb",
      /only in its port .* The port may differ only with/,
    ],
    ["a slash more", "https://app.example/cb/", /only in its trailing slash from https:\/\/app\.example\/cb/],
    ["http for https", "http://app.example/cb", /only in its scheme .* proxy/],
    ["another spelling", "https://app.example/CB", /only in upper and lower case/],
    ["a query more", "https://app.example/cb?tenant=7", /only in its query/],
    ["another host", "https://app2.example/cb", /only in its host .* wildcards are not supported/],
    ["another host and path", "https://evil.example/x", /differs from .* in its host, path\. Register/],
    ["no URI at all", "nonsense", /^Register nonsense for the client/],
  ];

  it.each(cases)("is told apart: %s", async (_, uri, fix) => {
    await using server = await startServer();
    const reply = await server.driver().authorize({ redirect_uri: uri });
    expect(reply.status).toBe(400);
    expect(await explainPage(server, reply)).toMatchObject({
      reason: "redirect_uri_mismatch",
      rule: expect.stringContaining("byte for byte"),
      fix: expect.stringMatching(fix),
      received: { redirect_uri: uri.replace("=7", "=…") },
      registered: { redirect_uris: [redirectUri, "http://127.0.0.1/cb"] },
    });
  });

  it("gets advice that works", async () => {
    await using server = await startServer();
    const { fix } = await explainPage(
      server,
      await server.driver().authorize({ redirect_uri: "http://localhost:8912/cb" }),
    );
    const redirectUris = [...fix.matchAll(/http:\/\/[\w.:/]*\w/g)].map(([uri]) => uri);
    const { client } = await server.provider.manage.clients.create({ name: "Both", type: "public", redirectUris });
    const ports = ["http://localhost:8912/cb", "http://127.0.0.1:8913/cb"];
    for (const uri of ports)
      expect((await server.driver({ client }).authorize({ redirect_uri: uri })).status).toBe(302);
  });
});

describe("an authorization request that is answered by redirect", () => {
  const cases: [what: string, changes: Changes, outcome: [reason: string, fix: RegExp]][] = [
    [
      "scopes that do not exist",
      { scope: "read write" },
      ["no_scope_left", /read write\. Available to the client: openid/],
    ],
    [
      "an unknown resource",
      { resource: "https://x.example/mcp" },
      ["resource", /resources create --uri https:\/\/x\.example\/mcp/],
    ],
    ["no PKCE", { code_challenge: undefined }, ["missing_code_challenge", /code_challenge_method=S256/]],
    ["plain PKCE", { code_challenge_method: "plain" }, ["code_challenge_method", /Received: plain/]],
    ["a token response", { response_type: "token" }, ["response_type", /response_type=code instead of token/]],
  ];

  it.each(cases)("has its error id in the log only: %s", async (_, changes, [reason, fix]) => {
    await using server = await startServer();
    const { location } = await server.driver().authorize(changes);
    expect([...(location?.searchParams.keys() ?? [])].toSorted()).toEqual([
      "error",
      "error_description",
      "iss",
      "state",
    ]);
    const explained = await explain(server, server.entries.at(-1)?.errorId);
    expect(explained).toMatchObject({ reason, status: 302, clientId: server.pub.id, fix: expect.stringMatching(fix) });
  });

  it("is found under the code of the page that stands before a stranger's address", async () => {
    await using server = await startServer({ config: { registration: { dynamic: "open" } } });
    const client = await register(server);
    const reply = await server.driver({ client }).authorize({ scope: "nothing" });
    expect(reply.text).toContain("invalid request");
    expect(await explainPage(server, reply)).toMatchObject({ reason: "no_scope_left", clientId: client.id });
  });
});

async function register(server: TestServer, metadata: object = {}): Promise<Client> {
  const body = JSON.stringify({ redirect_uris: [redirectUri], client_name: "New", ...metadata });
  const headers = { "content-type": "application/json" };
  const reply = await server
    .driver()
    .send(`${server.issuer}/oauth/provider/register`, { method: "POST", body, headers });
  const client = await server.store.clients.get(String(read(reply)["client_id"]));
  if (client === undefined) throw new Error(`not registered: ${reply.text}`);
  return client;
}

describe("a token request", () => {
  it.each<[what: string, changes: Changes, outcome: [reason: string, fix: RegExp]]>([
    ["another verifier", { code_verifier: "x".repeat(50) }, ["wrong_code_verifier", /overwrite each other's verifier/]],
    ["a short verifier", { code_verifier: "short" }, ["wrong_code_verifier", /has 5 characters/]],
    ["no verifier", { code_verifier: undefined }, ["missing_code_verifier", /send it as code_verifier/]],
    [
      "another redirect URI",
      { redirect_uri: "http://127.0.0.1/cb" },
      ["other_redirect_uri", /same redirect_uri, including the port/],
    ],
    ["another resource", { resource: "https://x.example/" }, ["other_resource", /leave resource out/]],
    ["an unknown grant type", { grant_type: "password" }, ["unsupported_grant_type", /Received: password/]],
    ["a secret from a public client", { client_secret: "s" }, ["other_method", /Use none, as registered, instead of/]],
    [
      "an unknown client",
      { client_id: "nobody" },
      ["unknown_client", /Search for nobody with `sallyport clients list`/],
    ],
  ])("is explained: %s", async (_, changes, [reason, fix]) => {
    await using server = await startServer();
    const driver = server.driver();
    const explained = await explainJson(server, await driver.redeem(await driver.getCode(), changes));
    expect(explained).toMatchObject({ reason, route: "token", fix: expect.stringMatching(fix) });
  });

  it("that is too late is told how late", async () => {
    await using server = await startServer();
    const code = await server.driver().getCode();
    server.clock.advance(75);
    const explained = await explainJson(server, await server.driver().redeem(code));
    expect(explained).toMatchObject({
      reason: "code_expired",
      fix: expect.stringMatching(/75 seconds old and expires after 60/),
    });
  });

  it("with a used code is shown in its flow", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const code = await driver.getCode();
    await driver.redeem(code);
    server.clock.advance(5);
    const { reason, rule, timeline, flowId } = await explainJson(server, await driver.redeem(code));
    expect({ reason, rule }).toEqual({ reason: "code_replayed", rule: expect.stringContaining("RFC 6749") });
    expect(flowId).toMatch(/^flow_[0-9a-f]{12}$/);
    expect(timeline.map(({ event }) => event).filter((event) => !event.startsWith("client."))).toEqual([
      "request.metadata",
      "request.authorize",
      "request.interaction",
      "sign_in.succeeded",
      "request.sign-in",
      "request.interaction",
      "consent.granted",
      "code.issued",
      "request.decision",
      "tokens.issued",
      "code.replayed",
      "request.token",
    ]);
    expect(timeline.at(-1)).toMatchObject({
      facts: { status: "400", error: "invalid_grant", reason: "code_replayed" },
    });
    expect((timeline.at(-1)?.at ?? 0) - (timeline.at(-3)?.at ?? 0)).toBe(5);
  });

  it("with a replaced refresh token goes back to the sign-in that bought it", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const tokens = read(await driver.getTokens());
    await driver.send(await driver.endpoint("userinfo_endpoint"), {
      headers: { authorization: `Bearer ${String(tokens["access_token"])}` },
    });
    const stolen = String(tokens["refresh_token"]);
    const next = read(await driver.refresh(stolen));
    await driver.refresh(String(next["refresh_token"]));
    server.clock.advance(100);
    const explained = await explainJson(server, await driver.refresh(stolen));
    expect(explained).toMatchObject({
      reason: "refresh_token_reused",
      fix: expect.stringMatching(/100 seconds ago; .* for 60 seconds/),
    });
    const events = explained.timeline.map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(["sign_in.succeeded", "token.first_used", "refresh_token.reused"]));
    expect(events.filter((event) => event === "tokens.issued")).toHaveLength(3);
    const again = await explainJson(server, await driver.refresh(stolen));
    expect(again).toMatchObject({ reason: "grant_revoked", fix: expect.stringContaining("refresh_token_reused") });
  });

  it("that asks for more than was granted is told what was", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const tokens = read(await driver.getTokens({ scope: "openid" }));
    const reply = await driver.refresh(String(tokens["refresh_token"]), { scope: "openid email" });
    expect(await explainJson(server, reply)).toMatchObject({
      reason: "scope_widened",
      fix: expect.stringMatching(/Granted: openid\. .* To get email, start/),
    });
  });
});

describe("a client that is not let in", () => {
  const id = "https://client.example/client.json";

  it("because its document cannot be fetched", async () => {
    await using server = await startServer();
    server.documents.publish(id, { kind: "failed", reason: "status_403" });
    const reply = await server.driver().authorize({ client_id: id });
    expect(reply.status).toBe(503);
    expect(await explainPage(server, reply)).toMatchObject({
      reason: "document_status_403",
      clientId: id,
      fix: expect.stringMatching(/without sign-in, bot checks.*client\.json/),
      timeline: expect.arrayContaining([
        expect.objectContaining({ event: "client.document_failed", facts: { reason: "status_403", stale: "false" } }),
      ]),
    });
  });

  it("because its document says another id", async () => {
    await using server = await startServer();
    server.documents.publish(id, { client_id: `${id}/`, client_name: "X", redirect_uris: [redirectUri] });
    const explained = await explainPage(server, await server.driver().authorize({ client_id: id }));
    expect(explained).toMatchObject({
      reason: "document_client_id",
      fix: expect.stringContaining(`Change it to ${id},`),
    });
  });

  it("because nobody approved it yet", async () => {
    await using server = await startServer({ config: { registration: { dynamic: "ask" } } });
    const client = await register(server);
    const explained = await explainPage(server, await server.driver({ client }).authorize());
    expect(explained).toMatchObject({
      reason: "pending_client",
      fix: expect.stringContaining(`clients approve ${client.id}`),
    });
    expect(explained.timeline.map(({ event }) => event)).toContain("client.registered");
  });

  it("because of what it registers", async () => {
    await using server = await startServer({ config: { registration: { dynamic: "open" } } });
    const send = (body: string) =>
      server.driver().send(`${server.issuer}/oauth/provider/register`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      });
    const reply = await send(JSON.stringify({ redirect_uris: ["http://app.example/cb"] }));
    expect(await explainJson(server, reply)).toMatchObject({
      reason: "redirect_uri",
      fix: expect.stringMatching(/http on a host that is not loopback\. Received: http:\/\/app\.example\/cb/),
    });
    expect(await explainJson(server, await send("{"))).toMatchObject({ reason: "malformed_json" });
  });
});

it("gives the pages of a sign-in that went wrong to its flow", async () => {
  await using server = await startServer();
  const driver = server.driver();
  const page = await driver.openPage();
  const explained = await explainPage(server, await driver.signIn(page, { csrf: "another" }));
  expect(explained).toMatchObject({ reason: "csrf", clientId: server.pub.id, flowId: expect.stringMatching(/^flow_/) });
  expect(explained.timeline.map(({ event }) => event)).toContain("request.authorize");
});

it("keeps no secret, wherever it was sent", async () => {
  await using server = await startServer();
  const insert = vi.spyOn(server.store.incidents, "insert");
  const driver = server.driver({ client: server.bas });
  const code = await driver.getCode({ state: "canary-state", nonce: "canary-nonce" });
  const tokens = read(await driver.redeem(code));
  const secrets = {
    code,
    secret: server.secret,
    access: String(tokens["access_token"]),
    refresh: String(tokens["refresh_token"]),
    session: driver.cookies.get("sp_session") ?? "no cookie",
    verifier: pkce.verifier,
    challenge: pkce.challenge,
    password: testPassword,
  };
  for (const secret of Object.values(secrets)) {
    const url = `https://user:${encodeURIComponent(secret)}@app.example/cb?x=${encodeURIComponent(secret)}`;
    for (const name of [
      "redirect_uri",
      "scope",
      "resource",
      "prompt",
      "response_type",
      "client_id",
      "state",
      "nonce",
    ]) {
      await driver.authorize({ [name]: url });
    }
    for (const name of ["code_verifier", "redirect_uri", "resource", "code", "client_secret", "client_assertion"]) {
      // What looks like any other text cannot be told from it.
      if (secret !== testPassword) await driver.redeem(code, { [name]: secret });
      await driver.redeem(code, { [name]: url });
    }
    await driver.authorize({ code_challenge_method: "plain", state: secret, nonce: secret });
    await driver.refresh(secret);
    server.clock.advance(60);
  }
  for (const token of [secrets.code, secrets.secret, secrets.access, secrets.refresh, secrets.session]) {
    await driver.authorize({ client_id: token, redirect_uri: token, resource: token });
    await server.driver().redeem("x", { client_id: token, grant_type: token, resource: token, scope: token });
    server.clock.advance(60);
  }
  const kept = JSON.stringify(insert.mock.calls);
  expect(insert.mock.calls.length).toBeGreaterThan(50);
  for (const [name, secret] of Object.entries(secrets)) {
    expect([name, kept.includes(secret) || kept.includes(encodeURIComponent(secret))]).toEqual([name, false]);
  }
  expect(kept).not.toContain("canary");
});

describe("many refused requests", () => {
  it("are stored up to a limit for each address, and all of them explained from memory", async () => {
    await using server = await startServer();
    const insert = vi.spyOn(server.store.incidents, "insert");
    const driver = server.driver();
    const refuse = async (): Promise<unknown> => read(await driver.redeem("sp_ac_unknown"))["error_id"];
    const ids: unknown[] = [];
    for (let count = 0; count < 100; count += 1) ids.push(await refuse());
    expect(insert).toHaveBeenCalledTimes(20);
    server.clock.advance(1);
    for (let count = 0; count < 100; count += 1) ids.push(await refuse());
    expect(insert).toHaveBeenCalledTimes(30);
    for (const id of ids) expect(await explain(server, id)).toMatchObject({ id, reason: "malformed_code" });
    server.clock.advance(60);
    await refuse();
    expect(insert).toHaveBeenCalledTimes(31);
  });

  it("that a limit refused are not stored", async () => {
    await using server = await startServer({ limits: { token: 1 } });
    const driver = server.driver();
    await driver.redeem("x");
    const insert = vi.spyOn(server.store.incidents, "insert");
    const reply = await driver.redeem("x");
    expect(reply.status).toBe(429);
    expect(await explainJson(server, reply)).toMatchObject({ reason: "limit_token" });
    expect(insert).not.toHaveBeenCalled();
  });
});

it.each<[string, () => Promise<void>]>([
  ["rejects", () => Promise.reject(new Error("disk full"))],
  [
    "throws",
    () => {
      throw new Error("a bug");
    },
  ],
  ["never answers", () => new Promise(() => {})],
])("answers as ever when the store of incidents %s", async (_, insert) => {
  await using server = await startServer();
  vi.spyOn(server.store.incidents, "insert").mockImplementation(insert);
  const reply = await server.driver().redeem("sp_ac_unknown");
  expect(reply).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
  expect(await explainJson(server, reply)).toMatchObject({ reason: "malformed_code" });
});

it("gives addresses that do not exist no error id", async () => {
  await using server = await startServer();
  expect((await server.driver().visit("/wp-login.php")).text).not.toMatch(idPattern);
  expect(read(await server.driver().visit("/.well-known/nothing"))).not.toHaveProperty("error_id");
});

describe("an address for explanations", () => {
  const errorUri = "https://admin.example/explain?id=";

  it("is named in JSON, with the error id at its end", async () => {
    await using server = await startServer({ errorUri });
    const { error_uri: uri, error_id: id } = read(await server.driver().redeem("x"));
    expect(uri).toBe(`${errorUri}${String(id)}`);
  });

  it("is linked on the page before an application that nobody vouches for", async () => {
    await using server = await startServer({ errorUri, config: { registration: { dynamic: "open" } } });
    const reply = await server.driver({ client: await register(server) }).authorize({ scope: "nothing" });
    expect(reply.text).toMatch(/href="https:\/\/admin\.example\/explain\?id=err_\w{8}"/);
  });

  it("goes into no redirect", async () => {
    await using server = await startServer({ errorUri });
    const { location } = await server.driver().authorize({ prompt: "none" });
    expect(location?.searchParams.get("error")).toBe("login_required");
    expect(location?.href).not.toContain("explain");
  });
});

it("keeps incidents for a week", async () => {
  await using server = await startServer();
  const { error_id: errorId } = read(await server.driver().redeem("x"));
  await expect(server.store.incidents.get(String(errorId), server.clock.now())).resolves.toBeDefined();
  server.clock.advance(7 * 24 * 60 * 60);
  await expect(server.store.incidents.get(String(errorId), server.clock.now())).resolves.toBeUndefined();
});
