import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planDev } from "../src/dev/plan.ts";
import { readSettings } from "../src/settings/read.ts";
import { type Answer, send, startDevHere } from "./dev-control.ts";
import { callHere, openFolder } from "./program.ts";

const timeout = 30_000;
const person = { email: "eve@example.com", password: "a-long-password", name: "Eve" };
const client = { name: "Tried", redirectUris: ["http://127.0.0.1/callback"] };

describe("dev", { timeout }, () => {
  it("[dev:R1] begins anew at the same addresses, with other keys and nothing of before", async () => {
    await using dev = await startDevHere({ demo: true });
    const { issuer, mcpUrl, adminUrl } = dev.server;
    const keys = async (): Promise<string> => await (await fetch(`${issuer}/oauth/provider/jwks`)).text();
    const before = await keys();
    await dev.mutate("seed", { users: [person] });
    await dev.mutate("clock.advance", { seconds: 3_600 });
    await dev.mutate("faults.set", { fault: "slow" });
    const [one, other] = await Promise.all([dev.mutate("reset"), dev.mutate("reset")]);
    expect(one).toMatchObject({ issuer, adminUrl, mcpUrl, accessToken: expect.any(String) });
    expect(other).toEqual(one);
    expect(await keys()).not.toBe(before);
    expect(await dev.query("clock.get")).toMatchObject({ movedSeconds: 0 });
    expect(await dev.query("faults.list")).toMatchObject({ waiting: [] });
    expect(await dev.query("requests.list")).toMatchObject({ requests: [{ route: "jwks" }] });
    expect(await dev.mutate("seed", { users: [person] })).toMatchObject({ users: [{ email: person.email }] });
  });

  it("[dev:R1] keeps what is in a file", async () => {
    using folder = openFolder();
    await using dev = await startDevHere({ database: `sqlite:${join(folder.path, "dev.db")}` });
    await dev.mutate("seed", { users: [person] });
    expect(await dev.mutate("reset")).toMatch(/^412 .*dev\.db/);
    expect(await dev.mutate("seed", { users: [person] })).toMatch(/^409 /);
  });

  it("[dev:R2] takes people, resources and clients at any time, and says what is wrong with them", async () => {
    await using dev = await startDevHere();
    const resource = { uri: "http://localhost:3000/mcp", scopes: [{ name: "notes:read" }] };
    const input = { users: [person], resources: [resource], clients: [{ ...client, type: "confidential" }] };
    const clients = [{ name: "Tried", clientId: expect.any(String), clientSecret: expect.any(String) }];
    expect(await dev.mutate("seed", input)).toMatchObject({ resources: [{ uri: resource.uri }], clients });
    expect(await dev.mutate("seed", { users: [{ ...person, email: "no address" }] })).toMatch(/^400 /);
    expect(await dev.mutate("seed", { people: [] })).toMatch(/^400 /);
  });
});

describe("the commands of dev", { timeout }, () => {
  it("[dev:C1 dev:F1 dev:R2] do what the control API does", async () => {
    await using dev = await startDevHere();
    using folder = openFolder();
    const file = join(folder.path, "seed.json");
    writeFileSync(file, JSON.stringify({ users: [person], clients: [client] }));
    const { adminUrl } = dev.server;
    const run = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await callHere([...args, "--server", adminUrl]);
      return code === 0 ? stdout : `${code} ${stderr}`;
    };
    expect(await run("clock", "advance", "3600")).toMatch(/^\d{4}-.*3600 seconds from this machine's clock/);
    expect(await run("clock", "freeze")).toContain("frozen");
    expect(await run("clock", "skew", "5", "--json")).toContain('"skewSeconds":5');
    expect(await run("clock", "resume")).not.toContain("frozen");
    expect(await run("clock", "get")).toContain("5 seconds of skew");
    expect(await run("faults", "set", "invalid_grant", "--next", "3")).toBe(
      "Fault 1: invalid_grant is pending for 3 requests (default routes).\n",
    );
    expect(await run("faults", "list")).toMatch(/1 +invalid_grant +3/);
    expect(await run("faults", "clear", "1")).toBe("Cleared.\n");
    expect(await run("faults", "set", "rotate_keys")).toBe("Done: rotated the signing keys.\n");
    expect(await run("faults", "set", "nothing")).toMatch(/^1 sallyport: fault: known: expire_now/);
    expect(await run("state", "seed", file)).toBe("Created: 1 users, 0 resources, 1 clients.\n");
    await fetch(`${dev.server.issuer}/oauth/provider/jwks`);
    expect(await run("requests", "list", "--route", "jwks")).toMatch(/GET +jwks +200/);
    expect(await run("requests", "wait", "--route", "jwks", "--after", "0")).toMatch(/GET +jwks +200/);
    expect(await run("state", "reset")).toMatch(/^Reset/);
  });

  it("[dev:C1] know their server by a variable, too", async () => {
    await using dev = await startDevHere();
    const { adminUrl } = dev.server;
    const frozen = await callHere(["clock", "freeze", "--json"], { SALLYPORT_ADMIN_URL: adminUrl });
    expect(frozen).toMatchObject({ code: 0, stdout: expect.stringContaining('"isFrozen":true') });
    const named = ["clock", "get", "--server", adminUrl];
    expect(await callHere(named, { SALLYPORT_ADMIN_URL: "http://localhost:1" })).toMatchObject({ code: 0 });
  });

  it("[dev:F3] say what is wrong with a call, and that nobody answers", async () => {
    expect(await callHere(["clock", "advance", "soon"])).toMatchObject({ code: 2 });
    expect(await callHere(["faults", "set", "slow", "--next", "some"])).toMatchObject({ code: 2 });
    const { code, stdout } = await callHere(["clock", "get", "--server", "http://localhost:1", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "unreachable", field: "server" } });
  });
});

describe("the page of the tools", { timeout }, () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };

  async function open() {
    const dev = await startDevHere();
    const url = `${dev.server.adminUrl}/dev`;
    const page = await send(url);
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? "";
    const press = async (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> => {
      const body = new URLSearchParams({ csrf, ...fields }).toString();
      return await send(url, { method: "POST", headers: { ...form, ...headers }, body });
    };
    return { dev, page, press, [Symbol.asyncDispose]: () => dev.server.close() };
  }

  it("[dev:P1] shows clock, faults and requests, and moves them by forms", async () => {
    await using place = await open();
    expect(place.page.headers["content-security-policy"]).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(place.page.text).not.toContain("<script");
    const { origin } = new URL(place.dev.server.adminUrl);
    expect((await place.press({ action: "advance", seconds: "60" }, { origin })).text).toContain("moved by 60 seconds");
    const set = await place.press({ action: "set", fault: "slow", next: "all", route: "jwks", clientId: "<b>" });
    expect(set.text).toMatch(/<td>slow<\/td>\s*<td>all<\/td>\s*<td>jwks<\/td>\s*<td>&lt;b&gt;<\/td>/);
    expect(await place.press({ action: "set", fault: "wrong_iss", next: "1", route: "jwks" })).toMatchObject({
      status: 400,
    });
    expect((await place.press({ action: "clear" })).text).toContain("No pending faults.");
    expect((await place.press({ action: "set", fault: "rotate_keys", next: "", route: "" })).text).toContain("Done:");
    const data = JSON.stringify({ users: [person] });
    expect((await place.press({ action: "seed", data })).text).toContain("Created 1 users");
    expect((await place.press({ action: "seed", data })).text).toContain("already");
    expect((await place.press({ action: "seed", data: "{" })).text).toContain("must be valid JSON");
    expect((await place.press({ action: "advance", seconds: "soon" })).status).toBe(400);
    expect((await place.press({ action: "constructor" })).status).toBe(400);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ["of another origin", {}, { origin: "https://evil.example" }],
    ["that hides its origin", {}, { origin: "null" }],
    ["of another site", {}, { "sec-fetch-site": "cross-site" }],
    ["that does not know the page", { csrf: "guessed" }, {}],
  ])("[dev:G2 attack:A225] takes no form %s", async (_which, fields, headers) => {
    await using place = await open();
    expect(await place.press({ action: "advance", seconds: "60", ...fields }, headers)).toMatchObject({ status: 403 });
    expect(await place.dev.query("clock.get")).toMatchObject({ movedSeconds: 0 });
  });
});

describe("signing in to dev", { timeout }, () => {
  const plan = (flags: { [name: string]: unknown }) =>
    planDev(readSettings({ flags, environment: {}, aliases: false }));

  it("[dev:L1] is by one click for each person", async () => {
    await using dev = await startDevHere();
    const page = await follow(dev.server.issuer, authorizationUrl(dev.server.issuer, dev.server.client.id));
    const people = [...page.text.matchAll(/name="email" value="([^"]+)"/g)].map(([, email]) => email);
    expect(people).toEqual(["alice@example.com", "bob@example.com", "admin@example.com"]);
    expect(page.text).toContain('name="password" value="alice-pass"');
  });

  it("[dev:L1] goes by itself with --auto-login and --auto-consent, and gives a code", async () => {
    await using dev = await startDevHere({ autoLogin: "alice", autoConsent: true });
    const { location } = await follow(dev.server.issuer, authorizationUrl(dev.server.issuer, dev.server.client.id));
    expect(new URL(location ?? "").searchParams.get("code")).toMatch(/^sp_ac_/);
  });

  it.each([
    { redirectUri: "https://app.evil.example/callback", headers: {}, isAnswered: false },
    { redirectUri: "https://app.evil.example/callback", headers: { "sec-fetch-site": "none" }, isAnswered: false },
    { redirectUri: "http://127.0.0.1/callback", headers: { "sec-fetch-site": "cross-site" }, isAnswered: false },
    { redirectUri: "http://127.0.0.1/callback", headers: { referer: "https://evil.example/" }, isAnswered: false },
    {
      redirectUri: "http://127.0.0.1/callback",
      headers: { "sec-fetch-site": "cross-site", referer: "https://evil.example/" },
      isAnswered: false,
    },
    {
      redirectUri: "https://app.evil.example/callback",
      headers: { "sec-fetch-site": "cross-site", referer: "http://localhost:3000/" },
      isAnswered: false,
    },
    { redirectUri: "cursor://callback", headers: { "sec-fetch-site": "cross-site" }, isAnswered: false },
    {
      redirectUri: "http://127.0.0.1/callback",
      headers: { "sec-fetch-site": "cross-site", referer: "http://localhost:3000/" },
      isAnswered: true,
    },
    { redirectUri: "http://127.0.0.1/callback", headers: { "sec-fetch-site": "none" }, isAnswered: true },
    { redirectUri: "cursor://callback", headers: { "sec-fetch-site": "none" }, isAnswered: true },
    { redirectUri: "http://127.0.0.1/callback", headers: {}, isAnswered: true },
  ])(
    "[security:S3] goes by itself for a stranger's client to $redirectUri with $headers: $isAnswered",
    async (given) => {
      await using dev = await startDevHere({ autoLogin: "alice", autoConsent: true });
      const { issuer } = dev.server;
      const registered = await fetch(`${issuer}/oauth/provider/register`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ redirect_uris: [given.redirectUri] }),
      });
      const { client_id: id } = z.object({ client_id: z.string() }).parse(await registered.json());
      const request = new URL(authorizationUrl(issuer, id));
      request.searchParams.set("redirect_uri", given.redirectUri);
      const { location, text } = await follow(issuer, request.href, given.headers);
      expect(location?.includes("code=") === true).toBe(given.isAnswered);
      if (!given.isAnswered) expect(text).toContain("alice@example.com");
    },
  );

  it("[security:S3] goes by itself for a client that the developer created, whatever page asks", async () => {
    await using dev = await startDevHere({ autoLogin: "alice", autoConsent: true });
    const headers = { "sec-fetch-site": "cross-site", referer: "https://app.example/" };
    const start = authorizationUrl(dev.server.issuer, dev.server.client.id);
    const { location } = await follow(dev.server.issuer, start, headers);
    expect(location).toContain("code=");
  });

  it("[dev:L1] asks for consent with --auto-login alone", async () => {
    await using dev = await startDevHere({ autoLogin: "bob@example.com" });
    const page = await follow(dev.server.issuer, authorizationUrl(dev.server.issuer, dev.server.client.id));
    expect(page.text).toContain("bob@example.com");
    expect(page.text).toContain('name="decision"');
  });

  it("[dev:L1 dev:F1] is answered with no by a fault, also where consent goes by itself", async () => {
    await using dev = await startDevHere({ autoLogin: "alice", autoConsent: true });
    await dev.mutate("faults.set", { fault: "deny_consent" });
    const { location } = await follow(dev.server.issuer, authorizationUrl(dev.server.issuer, dev.server.client.id));
    expect(new URL(location ?? "").searchParams.get("error")).toBe("access_denied");
  });

  it("[dev:L1] knows only the people of dev", () => {
    expect(() => plan({ autoLogin: "mallory" })).toThrow(/one of alice, bob, admin/);
  });
});

function authorizationUrl(issuer: string, clientId: string): string {
  const query = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: "http://127.0.0.1:1/callback",
    scope: "openid profile",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  };
  return `${issuer}/oauth/provider/authorize?${new URLSearchParams(query).toString()}`;
}

/** As a browser that keeps cookies, until a page comes or the way leads elsewhere. */
async function follow(
  issuer: string,
  start: string,
  first: Record<string, string> = {},
): Promise<{ text: string; location: string | undefined }> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 8; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie, ...(step === 0 ? first : {}) } });
    for (const [name = "", value = ""] of response.headers.getSetCookie().map((line) => line.split(/[=;]/))) {
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) return { text: await response.text(), location: undefined };
    url = new URL(location, url).href;
    if (!url.startsWith(issuer)) return { text: "", location: url };
  }
  throw new Error("the way does not end");
}
