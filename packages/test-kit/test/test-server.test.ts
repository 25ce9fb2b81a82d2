import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  connectTestServer,
  ControlError,
  OAuthFailure,
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from "../src/index.ts";

vi.setConfig({ hookTimeout: 30_000, testTimeout: 30_000 });

const program = resolve(import.meta.dirname, "../../../apps/sallyport/src/main.ts");
const modes: readonly TestServerOptions[] = [{ mode: "in-process" }, { mode: "child", program }];

const resource = "https://notes.example/mcp";
const seed = {
  users: [{ email: "eve@example.com", password: "correct horse battery" }],
  resources: [{ uri: resource, scopes: [{ name: "notes:read" }, { name: "notes:write" }] }],
};

/** What the token says, unverified. */
function claimsOf(accessToken: string): Record<string, unknown> {
  const [, payload = ""] = accessToken.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}

/** What the user-info endpoint thinks of it. */
async function statusOf({ issuer }: TestServer, accessToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${issuer}/oauth/provider/userinfo`, { headers })).status;
}

async function errorOf(work: Promise<unknown>): Promise<string | undefined> {
  const failure: unknown = await work.catch((error: unknown) => error);
  return failure instanceof OAuthFailure ? failure.error : undefined;
}

describe.each(modes)("a test server, $mode", (options) => {
  let server: TestServer;
  beforeAll(async () => void (server = await startTestServer({ ...options, seed })));
  afterAll(async () => await server.close());
  beforeEach(async () => {
    await server.faults.clear();
    await server.clock.resume();
  });

  it("[dev:H1 seed:S12] has people, a client and metadata at once, on a port of its own", async () => {
    const metadata: unknown = await (await fetch(server.metadataUrl)).json();
    expect(metadata).toMatchObject({ issuer: server.issuer });
    expect(server.people.map(({ email }) => email)).toEqual([
      "alice@example.com",
      "bob@example.com",
      "admin@example.com",
      "eve@example.com",
    ]);
    await using other = await startTestServer(options);
    expect(other.issuer).not.toBe(server.issuer);
    expect(other.client.clientId).not.toBe(server.client.clientId);
  });

  it("[dev:H2] issues tokens for a person, a client, a resource and scopes", async () => {
    const { clients } = await server.seed({
      clients: [{ name: "Secret", type: "confidential", redirectUris: ["https://app.example/callback"] }],
    });
    const [client] = clients;
    const wish = { person: "eve", client: client ?? "none", resource, scope: ["notes:read"] };
    const { accessToken, scope } = await server.issueToken(wish);
    expect(scope).toBe("notes:read");
    expect(claimsOf(accessToken)).toMatchObject({ aud: resource, client_id: client?.clientId, scope });
    const usual = await server.issueToken({ resource });
    expect(usual).toMatchObject({ scope: "openid profile email notes:read notes:write", expiresInSeconds: 900 });
    expect(claimsOf(usual.accessToken)).toMatchObject({ client_id: server.client.clientId });
    expect(claimsOf(usual.accessToken)["sub"]).not.toBe(claimsOf(accessToken)["sub"]);
  });

  it.each([
    [{ person: "nobody" }, "BAD_REQUEST", /^tokens\.issue: person: known: alice@example\.com, /],
    [{ person: { email: "alice@example.com", password: "wrong" } }, "BAD_REQUEST", /password/],
    [{ client: "client_nobody" }, "NOT_FOUND", /client/],
    [{ resource: "https://other.example" }, "NOT_FOUND", /resource/],
    [{ resource, scope: "unheard:of" }, "BAD_REQUEST", /invalid_scope/],
  ])("[dev:H2] says why there is no token for %j", async (wish, code, message) => {
    const refused = server.issueToken(wish);
    await expect(refused).rejects.toBeInstanceOf(ControlError);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("[dev:H3] signs somebody in, who is then asked for consent alone", async () => {
    const session = await server.signIn("bob");
    const since = await server.requests.last();
    const { accessToken } = await server.driver.run({ session, resource, scope: "openid notes:read" });
    const { accessToken: bobs } = await server.issueToken({ person: "bob", resource });
    expect(claimsOf(accessToken)["sub"]).toBe(claimsOf(bobs)["sub"]);
    const routes = (await server.requests.list({ after: since })).map(({ route }) => route);
    expect(routes).toContain("decision");
    expect(routes).not.toContain("sign-in");
  });

  it("[dev:H4] walks a whole flow: registration, sign-in, consent, code, refresh, revocation", async () => {
    const client = await server.driver.register({ client_name: "Walker" });
    const since = await server.requests.last();
    const authorization = await server.driver.authorize({
      client,
      person: "eve",
      resource,
      scope: ["openid", "notes:read"],
    });
    expect(authorization).toMatchObject({ iss: server.issuer, redirectUri: "http://127.0.0.1/callback" });
    const tokens = await server.driver.redeem(authorization);
    expect(await errorOf(server.driver.redeem(authorization))).toBe("invalid_grant");
    const again = await server.driver.authorize({ client, person: "eve", resource, scope: "openid notes:read" });
    const first = await server.driver.redeem(again);
    const second = await server.driver.refresh(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(claimsOf(second.accessToken)).toMatchObject({ aud: resource, client_id: client.clientId });
    await server.driver.revoke(second);
    expect(await errorOf(server.driver.refresh(second))).toBe("invalid_grant");
    expect(tokens.idToken).toBeDefined();
    const received = await server.requests.list({ after: since });
    expect(received.map(({ route }) => route)).toEqual(
      expect.arrayContaining(["authorize", "sign-in", "decision", "token"]),
    );
  });

  it("[dev:H4] says no, and leaves out scopes, as the person is told to", async () => {
    expect(await errorOf(server.driver.run({ decision: "deny" }))).toBe("access_denied");
    const wish = { resource, scope: "notes:read notes:write", ticked: ["notes:read"] };
    expect((await server.driver.run(wish)).scope).toBe("notes:read");
    const wrong = server.driver.run({ person: { email: "alice@example.com", password: "wrong" } });
    await expect(wrong).rejects.toThrow(/does not go on from "Sign in/);
  });

  it("[dev:H4] answers the request that a client under test made", async () => {
    const { client } = server;
    const start = new URL(`${server.issuer}/oauth/provider/authorize`);
    start.search = new URLSearchParams({
      response_type: "code",
      client_id: client.clientId,
      redirect_uri: "http://127.0.0.1:8123/callback",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
      state: "theirs",
    }).toString();
    const { origin, pathname, searchParams } = await server.driver.answer(start.href, { person: "bob" });
    expect(`${origin}${pathname}`).toBe("http://127.0.0.1:8123/callback");
    expect(searchParams.get("state")).toBe("theirs");
    expect(searchParams.get("code")).toBeTruthy();
    const refusal = await server.driver.answer(start, { session: await server.signIn(), decision: "deny" });
    expect(refusal.searchParams.get("error")).toBe("access_denied");
    start.searchParams.delete("redirect_uri");
    await expect(server.driver.answer(start)).rejects.toThrow(/no redirect_uri/);
  });

  it("[dev:H5] sets, lists and clears faults, and knows which there are", async () => {
    const tokens = await server.driver.run();
    const set = await server.faults.set("rate_limit", { grantType: "refresh_token", seconds: 3 });
    expect(set).toMatchObject({ waiting: { fault: "rate_limit", left: 1, options: { seconds: 3 } } });
    expect(await server.faults.list()).toMatchObject([{ fault: "rate_limit" }]);
    await expect(server.driver.refresh(tokens)).rejects.toMatchObject({
      status: 429,
      error: "temporarily_unavailable",
    });
    expect(await server.faults.list()).toEqual([]);
    await server.faults.set("server_error", { next: "all" });
    expect(await server.faults.clear()).toBe(1);
    await expect(server.faults.set("slow", { issuer: "x" })).rejects.toThrow(/issuer/);
    expect((await server.faults.known()).map(({ name }) => name)).toContain("drop_response");
  });

  it("[dev:H5] moves the time, and tokens end", async () => {
    const { accessToken, expiresInSeconds } = await server.issueToken({ scope: "openid" });
    expect(await statusOf(server, accessToken)).toBe(200);
    const { now } = await server.clock.freeze();
    expect((await server.clock.advance(expiresInSeconds)).now).toBe(now + expiresInSeconds);
    expect(await statusOf(server, accessToken)).toBe(401);
  });

  it("[dev:H5] waits for a request", async () => {
    const wait = server.requests.wait({ route: "jwks", after: await server.requests.last() });
    await fetch(`${server.issuer}/oauth/provider/jwks`);
    expect(await wait).toMatchObject({ method: "GET", route: "jwks", status: 200 });
    await expect(server.requests.wait({ route: "register", status: 418, seconds: 1 })).rejects.toMatchObject({
      code: "TIMEOUT",
    });
  });

  it("[dev:H6] begins anew with what it began with, at the same place", async () => {
    await server.seed({ users: [{ email: "late@example.com", password: "correct horse battery" }] });
    await server.clock.advance(3_600);
    const { accessToken } = await server.issueToken({ scope: "openid" });
    await server.reset();
    expect(await statusOf(server, accessToken)).toBe(401);
    expect(await server.clock.get()).toMatchObject({ movedSeconds: 0 });
    expect(server.people.map(({ email }) => email)).toContain("eve@example.com");
    expect(server.people.map(({ email }) => email)).not.toContain("late@example.com");
    expect(await statusOf(server, (await server.issueToken({ scope: "openid" })).accessToken)).toBe(200);
  });

  it("[dev:H7] is reached from elsewhere by its address, and goes on when that is let go", async () => {
    const elsewhere = await connectTestServer(`${server.adminUrl}/`);
    expect(elsewhere.issuer).toBe(server.issuer);
    await elsewhere.close();
    expect(await server.clock.get()).toBeDefined();
  });

  it("[dev:H1] says what is wrong with an option, and when it is closed", async () => {
    await expect(startTestServer({ ...options, options: ["--warp", "9"] })).rejects.toThrow(/--warp/);
    await expect(startTestServer({ ...options, autoLogin: "mallory" })).rejects.toThrow(/mallory/);
    const closed = await startTestServer(options);
    await closed.close();
    await expect(closed.clock.get()).rejects.toThrow(/nothing answers/);
  });

  it("[dev:H1] heeds options of the command, and no variable of the environment", async () => {
    vi.stubEnv("SALLYPORT_ACCESS_TOKEN_TTL", "nonsense");
    await using quick = await startTestServer({
      ...options,
      options: ["--access-token-ttl", "90"],
      autoLogin: "bob",
      autoConsent: true,
    });
    vi.unstubAllEnvs();
    expect((await quick.driver.run()).expiresInSeconds).toBe(90);
    expect((await quick.requests.list()).map(({ route }) => route)).not.toContain("decision");
  });
});
