import { testPassword } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { fetchAt } from "./fetch-at.ts";
import { startServer, type TestServer } from "./start-server.ts";

const https = { issuer: "https://as.example" };

describe("signing in", () => {
  it("[seed:S27 seed:S28 seed:D41 seed:D42 seed:F1 seed:F3 seed:T6 seed:T8 seed:T13] leads by one opaque id to sign-in, consent and the client", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const reply = await driver.authorize();
    expect(reply.status).toBe(302);
    expect(reply.headers.get("location")).toMatch(/^\/oauth\/provider\/interaction\/[\w-]{32}$/);
    const page = await driver.readPage(reply.location ?? "");
    expect(page.isSignIn).toBe(true);
    const signedIn = await driver.signIn(page);
    expect(signedIn.status).toBe(303);
    expect(signedIn.location?.href).toBe(page.url);
    const consent = await driver.readPage(page.url);
    expect(consent.scopes).toEqual(["openid", "profile", "email"]);
    const decided = await driver.decide(consent);
    expect(decided.status).toBe(303);
    expect(decided.location?.searchParams.get("state")).toBe("the-state");
    expect((await driver.openPage({ prompt: "consent" })).isSignIn).toBe(false);
  });

  it("[seed:S29 seed:S30 seed:S31] gives a code at once when the consent is remembered, to that browser only", async () => {
    await using server = await startServer(https);
    const driver = server.driver({ client: server.bas });
    await driver.approve();
    const location = (await driver.authorize()).location;
    expect(location?.searchParams.get("iss")).toBe(server.issuer);
    expect((await driver.redeem(location?.searchParams.get("code") ?? "")).status).toBe(200);
    expect((await server.driver({ client: server.bas }).openPage()).isSignIn).toBe(true);
  });

  it("shows the form again, with the same words for a wrong password and an unknown person", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    const wrong = await driver.signIn(page, { password: "wrong" });
    const unknown = await driver.signIn(page, { email: "nobody@example.com", password: "wrong" });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get("www-authenticate")).not.toMatch(/basic/i);
    expect(wrong.text).toContain('role="alert"');
    expect(wrong.text).toContain('value="alice@example.com"');
    expect(wrong.headers.get("set-cookie")).toBeNull();
    expect(unknown.status).toBe(401);
    expect(unknown.text.replaceAll("nobody@", "alice@")).toBe(wrong.text);
    expect((await driver.signIn(page)).status).toBe(303);
  });

  it("fills in the hint that the client gave, escaped", async () => {
    await using server = await startServer(https);
    const page = await server.driver().openPage({ login_hint: '"><b>bob@example.com' });
    expect(page.text).toContain('value="&quot;&gt;&lt;b&gt;bob@example.com"');
  });

  it("goes straight to the client when an earlier consent covers the request", async () => {
    await using server = await startServer(https);
    await server.driver({ client: server.bas }).approve();
    const driver = server.driver({ client: server.bas });
    const reply = await driver.signIn(await driver.openPage());
    expect(reply.status).toBe(303);
    expect(reply.location?.searchParams.has("code")).toBe(true);
  });

  it("[attack:A118] opens no session for a form without our token, of another interaction, or from another site", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    const stranger = await server.driver().openPage();
    const form = { email: "alice@example.com", password: testPassword };
    const visit = (csrf: string | undefined, headers: Record<string, string> = {}) =>
      driver.visit(`${page.url}/sign-in`, {
        method: "POST",
        body: new URLSearchParams({ ...form, ...(csrf === undefined ? {} : { csrf }) }),
        headers,
      });
    expect((await visit(undefined)).status).toBe(400);
    expect((await visit("")).status).toBe(403);
    expect((await visit(stranger.csrf)).status).toBe(403);
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "http://as.example" },
      { origin: "https://as.example:8443" },
      { origin: "null" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://as.example", "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) expect((await visit(page.csrf, headers)).status).toBe(403);
    expect(driver.cookies.has("__Host-sp_session")).toBe(false);
    expect(server.entries.at(-1)).toMatchObject({ reason: "foreign_origin" });
    for (const headers of [
      { origin: "https://as.example", "sec-fetch-site": "same-origin" },
      { origin: "null", "sec-fetch-site": "same-origin" },
    ]) {
      expect((await visit(page.csrf, headers)).status).toBe(303);
    }
  });

  it("[attack:A225] takes no form of another origin on a loopback server", async () => {
    await using server = await startServer();
    const driver = server.driver();
    const page = await driver.openPage();
    const body = new URLSearchParams({ csrf: page.csrf, email: "alice@example.com", password: testPassword });
    const post = (origin: string) => driver.visit(`${page.url}/sign-in`, { method: "POST", body, headers: { origin } });
    for (const origin of ["https://evil.example", `http://localhost:${server.port}`, "http://127.0.0.1:1"]) {
      expect((await post(origin)).status).toBe(403);
    }
    expect((await post(server.issuer)).status).toBe(303);
  });

  it("[attack:A131] makes a new session, whatever cookie was there before", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    driver.cookies.set("__Host-sp_session", "planted");
    await driver.approve();
    const first = driver.cookies.get("__Host-sp_session");
    expect(first).not.toBe("planted");
    const page = await driver.openPage({ prompt: "login" });
    await driver.signIn(page);
    expect(driver.cookies.get("__Host-sp_session")).not.toBe(first);
    const old = server.driver();
    old.cookies.set("__Host-sp_session", first ?? "");
    expect((await old.authorize({ prompt: "none" })).location?.searchParams.get("error")).toBe("login_required");
  });

  it("[attack:A132 attack:A020] ends with the session: by an operator, by password, by idling, by its age", async () => {
    const ends: Record<string, (server: TestServer) => Promise<void>> = {
      "another password": (server) => server.provider.manage.users.setPassword(server.alice.id, "another password"),
      "signed out everywhere": (server) => server.provider.manage.users.signOutEverywhere(server.alice.id),
      disabled: (server) => server.provider.manage.users.setStatus(server.alice.id, "disabled"),
      idle: async (server) => server.clock.advance(server.provider.config.sessionIdleTtlSeconds),
      old: async (server) => server.clock.advance(server.provider.config.sessionAbsoluteTtlSeconds),
    };
    for (const [name, end] of Object.entries(ends)) {
      await using server = await startServer(https);
      const driver = server.driver({ client: server.bas });
      await driver.approve();
      expect((await driver.authorize({ prompt: "none" })).location?.searchParams.has("code")).toBe(true);
      await end(server);
      const { location } = await driver.authorize({ prompt: "none" });
      expect([name, location?.searchParams.get("error")]).toEqual([name, "login_required"]);
    }
  });

  it("[attack:A020] is asked for again by max_age", async () => {
    await using server = await startServer(https);
    const driver = server.driver({ client: server.bas });
    await driver.approve();
    server.clock.advance(600);
    for (const age of ["0", "1"]) expect((await driver.openPage({ max_age: age })).isSignIn).toBe(true);
    expect((await driver.authorize({ max_age: "1000000000" })).location?.searchParams.has("code")).toBe(true);
  });
});

describe("consent", () => {
  it("[seed:S34 seed:F5 seed:F7 attack:A024 seed:T15] denied goes back with access_denied, iss and state, and stores nothing", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const reply = await driver.submit(page, "decision", { csrf: page.csrf, decision: "deny" });
    expect(reply.status).toBe(303);
    expect(Object.fromEntries(reply.location?.searchParams ?? [])).toMatchObject({
      error: "access_denied",
      state: "the-state",
      iss: server.issuer,
    });
    expect(await server.provider.manage.consents.listFor(server.alice.id)).toEqual([]);
  });

  it("[seed:S35 seed:F5 seed:F7 seed:S30 seed:T14 attack:A025 mcp:A3] approved with fewer scopes gives a code for those, by 303", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    expect((await driver.signIn(page)).status).toBe(303);
    const reply = await driver.decide(await driver.readPage(page.url), { scope: ["openid", "email", "admin"] });
    expect(reply.status).toBe(303);
    expect(reply.location?.searchParams.get("iss")).toBe(server.issuer);
    const tokens = await driver.redeem(reply.location?.searchParams.get("code") ?? "");
    expect(tokens.json).toMatchObject({ scope: "openid email" });
    const [consent] = await server.provider.manage.consents.listFor(server.alice.id);
    expect(consent?.scopes).toEqual(["openid", "email"]);
  });

  it("[seed:D46 seed:F5] approved with no scope is a denial", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const reply = await driver.decide(page, { scope: [] });
    expect(reply.location?.searchParams.get("error")).toBe("access_denied");
  });

  it("[attack:A121 seed:D44 seed:F6 seed:S36 seed:C10] takes nothing of the request from the form", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage({ scope: "openid" });
    await driver.signIn(page);
    const reply = await driver.decide(page, {
      client_id: server.bas.id,
      scope: ["openid", "profile", "email"],
      redirect_uri: "https://evil.example/cb",
      state: "other",
      resource: "https://evil.example",
      code_challenge: "x",
      nonce: "other",
    });
    expect(reply.location?.href.startsWith("https://app.example/cb?code=")).toBe(true);
    expect(reply.location?.searchParams.get("state")).toBe("the-state");
    const tokens = await driver.redeem(reply.location?.searchParams.get("code") ?? "");
    expect(tokens).toMatchObject({ status: 200, json: { scope: "openid" } });
  });

  it("[attack:A119 seed:D45] refuses a form that another site sends, and one without our token", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const post = (csrf: string, headers: Record<string, string>) =>
      driver.visit(`${page.url}/decision`, {
        method: "POST",
        body: new URLSearchParams({ csrf, decision: "allow", scope: "openid" }),
        headers,
      });
    for (const site of ["cross-site", "same-site"]) {
      expect((await post(page.csrf, { "sec-fetch-site": site })).status).toBe(403);
    }
    expect((await post(page.csrf, { origin: "https://sub.as.example" })).status).toBe(403);
    expect((await post("guessed", {})).status).toBe(403);
    expect(server.events.some(({ type }) => type === "code.issued" || type === "consent.granted")).toBe(false);
  });

  it("refuses a form that says two things", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const both = await driver.decide(page, { decision: ["deny", "allow"], scope: "openid" });
    expect(both).toMatchObject({ status: 400, location: undefined });
  });

  it("[attack:A120] opens in no other browser, signed in or not", async () => {
    await using server = await startServer(https);
    const attacker = await server.driver().openPage();
    const victim = server.driver();
    for (const expected of [403, 403]) {
      expect((await victim.visit(attacker.url)).status).toBe(expected);
      const reply = await victim.submit(attacker, "decision", {
        csrf: attacker.csrf,
        decision: "allow",
        scope: "openid",
      });
      expect(reply).toMatchObject({ status: expected, location: undefined });
      await victim.approve();
    }
  });

  it("[attack:A122 seed:D45 seed:C10] is given once, and not after ten minutes", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const both = await Promise.all([
      driver.decide(page, { scope: "openid" }),
      driver.decide(page, { scope: "openid" }),
    ]);
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([303, 400]));
    expect((await driver.visit(page.url)).status).toBe(400);
    expect(server.events.filter(({ type }) => type === "code.issued")).toHaveLength(1);

    const late = await driver.openPage({ prompt: "login" });
    await driver.signIn(late);
    server.clock.advance(600);
    expect((await driver.decide(late, { scope: "openid" })).status).toBe(400);
    expect((await driver.visit(`${late.url.slice(0, -4)}none`)).status).toBe(400);
  });

  it("[seed:S32] needs somebody who is signed in: else the browser goes back to the sign-in form", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    const early = await driver.decide(page, { scope: "openid" });
    expect(early.location?.href).toBe(page.url);
    await driver.signIn(page);
    await server.provider.manage.users.setStatus(server.alice.id, "disabled");
    expect((await driver.decide(page, { scope: "openid" })).location?.href).toBe(page.url);
    expect((await driver.readPage(page.url)).isSignIn).toBe(true);
  });

  it("[seed:S33] needs a client that still stands", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    await server.provider.manage.clients.setStatus(server.pub.id, "disabled");
    expect((await driver.decide(page, { scope: "openid" })).status).toBe(400);
  });

  it("[attack:A132] lets another person sign in instead, and ends the session of the one before", async () => {
    await using server = await startServer(https);
    await server.provider.manage.users.create({ email: "bob@example.com", password: testPassword, role: "user" });
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    expect((await driver.readPage(page.url)).text).toContain("<strong>alice@example.com</strong>");
    const copied = server.driver();
    copied.cookies.set("__Host-sp_session", driver.cookies.get("__Host-sp_session") ?? "");
    expect((await copied.authorize({ prompt: "none" })).location?.searchParams.get("error")).toBe("consent_required");
    expect((await driver.submit(page, "switch", { csrf: "guessed" })).status).toBe(403);
    expect((await driver.submit(page, "switch", { csrf: page.csrf })).location?.href).toBe(page.url);
    expect(driver.cookies.has("__Host-sp_session")).toBe(false);
    expect((await copied.authorize({ prompt: "none" })).location?.searchParams.get("error")).toBe("login_required");
    expect((await driver.readPage(page.url)).isSignIn).toBe(true);
    await driver.signIn(page, { email: "bob@example.com" });
    expect((await driver.readPage(page.url)).text).toContain("<strong>bob@example.com</strong>");
  });

  it("[mcp:A6 seed:F4] shows the redirect host, warns of loopback, and names the resource and each scope in words", async () => {
    await using server = await startServer(https);
    await server.provider.manage.resources.create({
      uri: "https://files.example/mcp",
      name: "Files",
      scopes: [{ name: "files:read", description: "Read your files" }],
    });
    const driver = server.driver({ redirectUri: "http://127.0.0.1:4711/cb" });
    const page = await driver.openPage({ scope: "openid files:read", resource: "https://files.example/mcp" });
    await driver.signIn(page);
    const { text } = await driver.readPage(page.url);
    expect(text).toContain("127.0.0.1:4711</strong>");
    expect(text).toContain("A program on this computer");
    expect(text).toContain("Read your files");
    expect(text).toContain("<code>files:read</code>");
    expect(text).toContain("https://files.example/mcp");
    const web = server.driver();
    const other = await web.openPage({ resource: "https://files.example/mcp" });
    await web.signIn(other);
    const shown = await web.readPage(other.url);
    expect(shown.text).toContain("app.example</strong>");
    expect(shown.text).not.toContain("A program on this computer");
  });

  it("marks an application that registered itself, and escapes its name", async () => {
    await using server = await startServer({ ...https, config: { registration: { dynamic: "open" } } });
    const metadata = {
      client_name: '<img src=x onerror=alert(1)>"</title>\u202Eevil',
      redirect_uris: ["https://stranger.example/cb"],
      token_endpoint_auth_method: "none",
    };
    const registered = await server.driver().send("/oauth/provider/register", {
      method: "POST",
      body: JSON.stringify(metadata),
      headers: { "content-type": "application/json" },
    });
    const { client_id: id } = registered.json as { client_id: string };
    const driver = server.driver({ redirectUri: "https://stranger.example/cb" });
    const page = await driver.openPage({ client_id: id });
    await driver.signIn(page);
    for (const text of [page.text, (await driver.readPage(page.url)).text]) {
      expect(text).toContain("unverified");
      expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;&quot;&lt;/title&gt;evil");
      expect(text).not.toContain("<img");
      expect(text).not.toContain("\u202E");
    }
  });

  it("sends a browser on from a page that goes by itself, with the address to copy", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const page = await driver.openPage();
    await driver.signIn(page);
    const reply = await driver.visit(`${page.url}/decision`, {
      method: "POST",
      body: new URLSearchParams({ csrf: page.csrf, decision: "allow", scope: "openid" }),
      headers: { "sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin", origin: "null" },
    });
    expect(reply.status).toBe(200);
    const address = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(reply.text)?.[1] ?? "";
    expect(address).toMatch(/^https:\/\/app\.example\/cb\?code=/);
    expect(reply.text.split(address)).toHaveLength(4);
    const code = new URL(address.replaceAll("&amp;", "&")).searchParams.get("code") ?? "";
    expect((await driver.redeem(code)).status).toBe(200);
  });
});

describe("every page", () => {
  async function pagesOf(server: TestServer): Promise<Headers[]> {
    const driver = server.driver();
    const signIn = await driver.openPage();
    const wrong = await driver.signIn(signIn, { password: "wrong" });
    await driver.signIn(signIn);
    const consent = await driver.readPage(signIn.url);
    const fault = await driver.authorize({ client_id: "nobody" });
    const leave = await driver.visit(`${signIn.url}/decision`, {
      method: "POST",
      body: new URLSearchParams({ csrf: signIn.csrf, decision: "deny" }),
      headers: { "sec-fetch-mode": "navigate" },
    });
    const nothing = await driver.visit("/nothing", { headers: { accept: "text/html" } });
    const home = await driver.visit("/");
    const all = [signIn, wrong, consent, fault, leave, nothing, home];
    for (const reply of all) {
      expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(reply.text).not.toMatch(/<script|(src|href)="(https?:)?\/\/(?!as\.example)(?!app\.example)/);
    }
    return all.map(({ headers }) => headers);
  }

  it("[attack:A026 mcp:A7] is not stored, sends no referrer, cannot be framed and runs nothing", async () => {
    await using server = await startServer(https);
    for (const headers of await pagesOf(server)) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("pragma")).toBe("no-cache");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("strict-transport-security")).toMatch(/^max-age=31536000/);
      expect(headers.get("permissions-policy")).toContain("camera=()");
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy.split("; ")).toEqual([
        "default-src 'none'",
        expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
      ]);
    }
  });

  it("[mcp:A7 seed:D41 attack:A130] keeps its cookies to this host, from scripts and from other sites", async () => {
    await using server = await startServer(https);
    const driver = server.driver();
    const reply = await driver.authorize();
    const page = await driver.readPage(reply.location ?? "");
    const signedIn = await driver.signIn(page);
    const cookies = [...reply.headers.getSetCookie(), ...signedIn.headers.getSetCookie()];
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["__Host-sp_browser", "__Host-sp_session"]);
    for (const cookie of cookies) {
      expect(cookie.length).toBeLessThan(4_096);
      const attributes = cookie.split("; ").slice(1);
      expect(attributes).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "SameSite=Lax", "Secure"]));
      expect(attributes.some((attribute) => attribute.startsWith("Domain"))).toBe(false);
    }
  });

  it("keeps its opener only where that is asked for", async () => {
    await using server = await startServer({ ...https, keepOpener: true });
    const page = await server.driver().openPage();
    expect(page.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
  });

  it("uses names that browsers keep over http on a loopback server", async () => {
    await using server = await startServer();
    const driver = server.driver();
    await driver.approve();
    expect([...driver.cookies.keys()]).toEqual(["sp_browser", "sp_session"]);
  });

  it("[attack:A229] shows nothing of a request unescaped, and no header names the software", async () => {
    await using server = await startServer(https);
    const payload = '"><svg onload=alert(1)>';
    const ask = fetchAt(server.port);
    const names = ["client_id", "redirect_uri", "scope", "state", "response_type", "error", payload];
    const query = new URLSearchParams(names.map((name) => [name, payload])).toString();
    const headers = {
      "user-agent": payload,
      referer: payload,
      accept: "text/html",
      cookie: payload,
      "x-forwarded-for": payload,
    };
    for (const path of ["/oauth/provider/authorize", "/nothing", "/oauth/provider/interaction/x", "/.well-known/x"]) {
      const reply = await ask(new URL(`${path}?${query}`, "https://as.example"), { headers });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      const text = await reply.text();
      expect(text).not.toContain("<svg onload");
      expect(reply.headers.get("content-type")).toMatch(/charset=utf-8$|^application\/json$/);
      expect(reply.headers.has("x-powered-by")).toBe(false);
      expect(reply.headers.has("server")).toBe(false);
    }
  });
});
