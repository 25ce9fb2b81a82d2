import { type Driver, testPassword } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { startServer, type TestServer } from "./start-server.ts";

const https = { issuer: "https://as.example" };
const sessionCookie = "__Host-sp_session";

async function signedIn(server: TestServer, userAgent = "test"): Promise<Driver> {
  const driver = server.driver();
  const page = await driver.readPage("/account");
  const { email, password } = { email: "alice@example.com", password: testPassword };
  const reply = await driver.visit("/account/sign-in", {
    method: "POST",
    body: new URLSearchParams({ csrf: page.csrf, email, password }),
    headers: { "user-agent": userAgent },
  });
  expect(reply).toMatchObject({ status: 303, location: { pathname: "/account" } });
  return driver;
}

/** Opens the page that says what will happen, and sends its form. */
async function confirm(driver: Driver, path: string, fields: Record<string, string> = {}) {
  const page = await driver.readPage(path);
  expect(page.status).toBe(200);
  const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const form = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
  return await driver.visit(path.split("?")[0] ?? "", {
    method: "POST",
    body: new URLSearchParams({ ...form, ...fields }),
  });
}

const linkTo = (page: { text: string }, name: string): string[] =>
  [...page.text.matchAll(/href="([^"]+)"/g)].flatMap(([, href = ""]) => (href.includes(`/${name}?`) ? [href] : []));

describe("the account page", () => {
  it("is linked from the home page, and asks who it is", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    expect((await driver.visit("/")).text).toContain('href="/account"');
    const page = await driver.readPage("/account");
    expect(page).toMatchObject({ status: 200, isSignIn: true });
    await signedIn(server);
  });

  it("stands below the issuer's path", async () => {
    await using server = await startServer({ issuer: "https://as.example/tenant" });
    const driver = server.driver();
    expect((await driver.visit("/tenant")).text).toContain('href="/tenant/account"');
    const page = await driver.readPage("/tenant/account");
    expect((await driver.signIn(page)).location?.pathname).toBe("/tenant/account");
    expect((await driver.visit("/account")).status).toBe(404);
  });

  it("is not there when the provider is switched off", async () => {
    await using server = await startServer({ ...https, enabled: false });
    expect((await server.driver().visit("/account")).status).toBe(404);
    expect((await server.driver().visit("/")).text).not.toContain("/account");
  });

  it("has one answer for every wrong sign-in, and makes the account wait after ten", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.readPage("/account");
    const wrong = await driver.signIn(page, { password: "wrong" });
    const unknown = await driver.signIn(page, { email: "nobody@example.com", password: "wrong" });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(unknown.text.replaceAll("nobody@", "alice@")).toBe(wrong.text);
    for (let attempt = 0; attempt < 9; attempt += 1) await driver.signIn(page, { password: "wrong" });
    const late = await driver.signIn(page);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(driver.cookies.has(sessionCookie)).toBe(false);
  });

  it("[attack:A118] takes no form without our token, of another browser, or from another site", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.readPage("/account");
    const stranger = await server.driver().readPage("/account");
    for (const csrf of ["", stranger.csrf]) expect((await driver.signIn(page, { csrf })).status).toBe(403);
    const body = () => new URLSearchParams({ csrf: page.csrf, email: "alice@example.com", password: testPassword });
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
      const reply = await driver.visit("/account/sign-in", { method: "POST", body: body(), headers });
      expect(reply.status).toBe(403);
    }
    expect(driver.cookies.has(sessionCookie)).toBe(false);
  });

  it("[attack:A131] signs in to a new session, and ends the one before", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const first = driver.cookies.get(sessionCookie) ?? "";
    const { csrf } = await driver.readPage("/account");
    await driver.signIn(await driver.readPage("/account"), { csrf });
    expect(driver.cookies.get(sessionCookie)).not.toBe(first);
    const copied = server.driver();
    copied.cookies.set(sessionCookie, first);
    expect((await copied.readPage("/account")).isSignIn).toBe(true);
  });

  it("[asvs:7.4.4] signs out by a button that it shows", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const copied = server.driver();
    copied.cookies.set(sessionCookie, driver.cookies.get(sessionCookie) ?? "");
    const { csrf, text } = await driver.readPage("/account");
    expect(text).toContain('action="/account/sign-out"');
    const post = (token: string) =>
      driver.visit("/account/sign-out", { method: "POST", body: new URLSearchParams({ csrf: token }) });
    expect((await post("guessed")).status).toBe(403);
    expect((await copied.readPage("/account")).isSignIn).toBe(false);
    expect((await post(csrf)).status).toBe(303);
    expect(driver.cookies.has(sessionCookie)).toBe(false);
    expect((await copied.readPage("/account")).isSignIn).toBe(true);
    expect((await post(csrf)).status).toBe(303);
  });
});

describe("applications on the account page", () => {
  it("[seed:S68 seed:S100 seed:D155] are named with what they may do in words, since when and when last used", async () => {
    await using server = await startServer(https);
    const scopes = [{ name: "files:read", description: "Read your <files>" }];
    await server.provider.manage.resources.create({ uri: "https://files.example/mcp", name: "Files", scopes });
    const driver = await signedIn(server);
    expect((await driver.readPage("/account")).text).toContain("None.");
    await driver.getTokens({ scope: "openid files:read", resource: "https://files.example/mcp" });
    const { text } = await driver.readPage("/account");
    for (const part of ["<bdi>Public</bdi>", "Read your &lt;files&gt;", "<strong>Files</strong>", "Know who you are"]) {
      expect(text).toContain(part);
    }
    const since = '<time datetime="2027-01-15T08:00:00.000Z">15 Jan 2027</time>';
    expect(text).toContain(`Allowed ${since}`);
    expect(text).toMatch(/Last used <time datetime="2027-01-15T08:00:00.000Z">15 Jan 2027, 08:00 UTC/);
  });

  it("[seed:S69 seed:S100 seed:C36 seed:T12] lose their access at once, after a page that says what happens", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const tokens = (await driver.getTokens()).json as Record<string, string>;
    const code = await driver.getCode();
    const [revoke = ""] = linkTo(await driver.readPage("/account"), "application");
    expect(revoke).toContain(encodeURIComponent(server.pub.id));
    expect((await driver.readPage(revoke)).text).toContain("15 minutes");
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).status).toBe(200);
    const reply = await confirm(driver, revoke);
    expect(reply).toMatchObject({ status: 303, location: { pathname: "/account", search: "?done=revoked" } });
    expect((await driver.readPage("/account?done=revoked")).text).toContain("Access was revoked.");
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).json).toMatchObject({ error: "invalid_grant" });
    expect((await driver.redeem(code)).json).toMatchObject({ error: "invalid_grant" });
    expect(linkTo(await driver.readPage("/account"), "application")).toEqual([]);
    expect((await driver.readPage(revoke)).status).toBe(404);
  });

  it("are listed as long as they hold tokens, also when the consent was forgotten", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const tokens = (await driver.getTokens()).json as Record<string, string>;
    const client = await server.store.clients.get(server.pub.id);
    if (client === undefined) throw new Error("the client is gone");
    await server.store.clients.put(client, { forgetConsents: true });
    const [revoke = ""] = linkTo(await driver.readPage("/account"), "application");
    await confirm(driver, revoke);
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).json).toMatchObject({ error: "invalid_grant" });
  });

  it("[seed:S69 attack:A212 asvs:8.2.2] are nobody else's to take back", async () => {
    await using server = await startServer(https);
    await server.provider.manage.users.create({ email: "bob@example.com", password: testPassword, role: "user" });
    const alice = await signedIn(server);
    const tokens = (await alice.getTokens()).json as Record<string, string>;
    const bob = server.driver();
    await bob.signIn(await bob.readPage("/account"), { email: "bob@example.com" });
    const query = new URLSearchParams({ client_id: server.pub.id }).toString();
    expect((await bob.readPage(`/account/application?${query}`)).status).toBe(404);
    const { csrf } = await bob.readPage("/account");
    const body = new URLSearchParams({ csrf, client_id: server.pub.id });
    await bob.visit("/account/application", { method: "POST", body });
    expect((await alice.refresh(tokens["refresh_token"] ?? "")).status).toBe(200);
  });

  it("[attack:A119] keep their access when the form is not ours", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const tokens = (await driver.getTokens()).json as Record<string, string>;
    const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      driver.visit("/account/application", { method: "POST", body: new URLSearchParams(fields), headers });
    const { csrf } = await driver.readPage("/account");
    const named = { client_id: server.pub.id };
    expect((await post(named)).status).toBe(400);
    expect((await post({ ...named, csrf: "guessed" })).status).toBe(403);
    expect((await post({ ...named, csrf }, { "sec-fetch-site": "same-site" })).status).toBe(403);
    const signedOut = await server.driver().visit("/account/application", {
      method: "POST",
      body: new URLSearchParams({ ...named, csrf }),
    });
    expect(signedOut).toMatchObject({ status: 303, location: { pathname: "/account" } });
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).status).toBe(200);
  });
});

describe("sessions on the account page", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

  it("are listed with browser, address and times, the own one marked, and never with what opens them", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server, firefox);
    await signedIn(server, '"><b>made up');
    const { text } = await driver.readPage("/account");
    expect(text).toMatch(/Firefox on Linux\s*<span class="badge new">this browser/);
    expect(text).toContain("Unknown browser");
    expect(text).toContain("127.0.0.1");
    expect(text).not.toContain("<b>made up");
    const cookie = driver.cookies.get(sessionCookie) ?? "";
    const { signedIn: alive } = await server.provider.account.open({ browser: undefined, session: cookie });
    for (const secret of [cookie, alive?.session.hash ?? cookie]) expect(text).not.toContain(secret);
  });

  it("[asvs:7.5.2] are ended one by one, with the password", async () => {
    await using server = await startServer(https);
    const [driver, other, third] = [await signedIn(server), await signedIn(server), await signedIn(server)];
    const [, end = ""] = linkTo(await driver.readPage("/account"), "session");
    expect((await confirm(driver, end, { current: "not the password" })).status).toBe(401);
    expect((await other.readPage("/account")).isSignIn).toBe(false);
    const reply = await confirm(driver, end, { current: testPassword });
    expect(reply.location?.search).toBe("?done=ended");
    expect((await other.readPage("/account")).isSignIn).toBe(true);
    for (const alive of [driver, third]) expect((await alive.readPage("/account")).isSignIn).toBe(false);
    expect((await driver.readPage(end)).status).toBe(404);
  });

  it("[asvs:7.5.2] are all ended but the own one, with the password, and applications keep their access", async () => {
    await using server = await startServer(https);
    const [driver, other, third] = [await signedIn(server), await signedIn(server), await signedIn(server)];
    const tokens = (await driver.getTokens()).json as Record<string, string>;
    expect((await confirm(driver, "/account/other-sessions", { current: "wrong" })).status).toBe(401);
    expect((await other.readPage("/account")).isSignIn).toBe(false);
    await confirm(driver, "/account/other-sessions", { current: testPassword });
    for (const ended of [other, third]) expect((await ended.readPage("/account")).isSignIn).toBe(true);
    expect((await driver.readPage("/account")).isSignIn).toBe(false);
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).status).toBe(200);
  });

  it("[attack:A212] of somebody else look as if there were none", async () => {
    await using server = await startServer(https);
    await server.provider.manage.users.create({ email: "bob@example.com", password: testPassword, role: "user" });
    const alice = await signedIn(server);
    await signedIn(server);
    const [end = ""] = linkTo(await alice.readPage("/account"), "session");
    const bob = server.driver();
    await bob.signIn(await bob.readPage("/account"), { email: "bob@example.com" });
    const theirs = await bob.readPage(end);
    const unknown = await bob.readPage("/account/session?id=zzz");
    expect([theirs.status, unknown.status]).toEqual([404, 404]);
    const { csrf } = await bob.readPage("/account");
    const id = new URLSearchParams(end.split("?")[1]).get("id") ?? "";
    const body = new URLSearchParams({ csrf, id, current: testPassword });
    await bob.visit("/account/session", { method: "POST", body });
    expect(linkTo(await alice.readPage("/account"), "session")).toHaveLength(1);
  });
});

describe("the page for choosing a password with a link", () => {
  const next = "chosen by alice 9";

  async function open(server: TestServer) {
    const driver = server.driver();
    const { url } = await server.provider.manage.users.resetPassword(server.alice.id);
    const { pathname, search } = new URL(url);
    return { driver, path: pathname + search };
  }

  it("[asvs:6.4.6] sets it once, without anybody signed in, and says whose it is", async () => {
    await using server = await startServer({ issuer: "https://as.example/tenant" });
    const { driver, path } = await open(server);
    expect(path).toMatch(/^\/tenant\/account\/choose-password\?/);
    expect((await driver.visit(path)).text).toContain("alice@example.com");
    const chosen = await confirm(driver, path, { next, again: next });
    expect(chosen).toMatchObject({ status: 200 });
    expect(chosen.text).toContain('href="/tenant/account"');
    const page = await driver.readPage("/tenant/account");
    expect((await driver.signIn(page, { password: testPassword })).status).toBe(401);
    expect((await driver.signIn(page, { password: next })).status).toBe(303);
    expect(await driver.visit(path)).toMatchObject({ status: 404 });
  });

  it("says what is wrong with a password, and the link goes on working", async () => {
    await using server = await startServer(https);
    const { driver, path } = await open(server);
    const unequal = await confirm(driver, path, { next, again: "another" });
    expect(unequal).toMatchObject({ status: 400 });
    expect(unequal.text).toContain("do not match");
    const short = await confirm(driver, path, { next: "short", again: "short" });
    expect(short).toMatchObject({ status: 400 });
    expect(short.text).toContain("A password has 8 to 1024 bytes");
    expect(await confirm(driver, path, { next, again: next })).toMatchObject({ status: 200 });
  });

  it("refuses links that are none, and forms from elsewhere", async () => {
    await using server = await startServer(https);
    const { driver, path } = await open(server);
    const body = (link: string) => new URLSearchParams({ link, next, again: next });
    const post = (link: string, headers: Record<string, string> = {}) =>
      driver.visit("/account/choose-password", { method: "POST", body: body(link), headers });
    expect(await driver.visit("/account/choose-password")).toMatchObject({ status: 404 });
    expect(await driver.visit(`${path}x`)).toMatchObject({ status: 404 });
    expect(await post("sp_nothing")).toMatchObject({ status: 404 });
    const link = new URLSearchParams(path.split("?")[1]).get("link") ?? "";
    expect(await post(link, { origin: "https://evil.example" })).toMatchObject({ status: 403 });
    expect(await driver.visit(path)).toMatchObject({ status: 200 });
  });
});

describe("the password on the account page", () => {
  const next = "another password 9";

  it("[seed:D157 asvs:6.2.3 asvs:7.5.1] is changed with the old one: other sessions and all access end, this browser goes on", async () => {
    await using server = await startServer(https);
    const [driver, other] = [await signedIn(server), await signedIn(server)];
    const tokens = (await driver.getTokens()).json as Record<string, string>;
    const before = driver.cookies.get(sessionCookie) ?? "";
    const reply = await confirm(driver, "/account/password", { current: testPassword, next, again: next });
    expect(reply.location?.search).toBe("?done=password");
    expect(driver.cookies.get(sessionCookie)).not.toBe(before);
    expect((await driver.readPage("/account")).isSignIn).toBe(false);
    expect((await other.readPage("/account")).isSignIn).toBe(true);
    const stolen = server.driver();
    stolen.cookies.set(sessionCookie, before);
    expect((await stolen.readPage("/account")).isSignIn).toBe(true);
    expect((await driver.refresh(tokens["refresh_token"] ?? "")).json).toMatchObject({ error: "invalid_grant" });
    const page = await other.readPage("/account");
    expect((await other.signIn(page)).status).toBe(401);
    expect((await other.signIn(page, { password: next })).status).toBe(303);
  });

  it("[asvs:6.2.3] stays when the old one is wrong, the new ones differ, or the new one is too short", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const attempts = [
      [401, { current: "wrong", next, again: next }],
      [400, { current: testPassword, next, again: `${next}!` }],
      [400, { current: testPassword, next: "short", again: "short" }],
    ] as const;
    for (const [status, fields] of attempts) {
      const reply = await confirm(driver, "/account/password", fields);
      expect(reply.status).toBe(status);
      expect(reply.text).toContain('role="alert"');
      for (const value of Object.values(fields)) expect(reply.text).not.toContain(`value="${value}"`);
    }
    expect((await driver.readPage("/account")).isSignIn).toBe(false);
    const fresh = server.driver();
    expect((await fresh.signIn(await fresh.readPage("/account"))).status).toBe(303);
  });

  it("[attack:A135] is guessed no more often than at sign-in, also by who holds a session", async () => {
    await using server = await startServer(https);
    const driver = await signedIn(server);
    const guess = (current: string) => confirm(driver, "/account/password", { current, next, again: next });
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await guess("wrong")).status).toBe(401);
    expect((await guess(testPassword)).status).toBe(429);
    const fresh = server.driver();
    expect((await fresh.signIn(await fresh.readPage("/account"))).status).toBe(429);
  });
});
