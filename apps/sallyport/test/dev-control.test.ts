import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { freePort } from "@sallyport/fixtures/free-port";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DevFixture, send, startDevHere } from "./dev-control.ts";
import { callHere, launch, openFolder } from "./program.ts";

const timeout = 30_000;
let dev: DevFixture;
beforeAll(async () => {
  dev = await startDevHere();
}, timeout);
afterAll(async () => await dev.server.close());
beforeEach(async () => void (await dev.mutate("faults.clear")));

const json = { "content-type": "application/json" };
const port = (): string => new URL(dev.server.adminUrl).port;

/** A request that does nothing but fail: enough to meet a fault. */
async function askForTokens(form: Record<string, string> = {}) {
  const url = `${dev.server.issuer}/oauth/provider/token`;
  const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: "none", ...form });
  const response = await fetch(url, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as unknown, headers: response.headers };
}

describe("the control API", { timeout }, () => {
  it("[dev:G1] is made of code that nothing of serve imports", () => {
    const source = resolve(import.meta.dirname, "../src");
    const reached = reachedFrom(join(source, "commands/serve.ts"));
    expect(reached).toContain(join(source, "server/wire.ts"));
    expect(reached.filter((file) => /\/src\/dev(\/|\.ts$)/.test(file))).toEqual([]);
  });

  it("[dev:G1] is not there in serve", async () => {
    using folder = openFolder();
    const own = await freePort();
    const args = ["serve", "--issuer", `http://127.0.0.1:${own}`, "--allow-http-loopback", "--port", String(own)];
    const database = ["--admin-port", "0", "--database", "sqlite:./sallyport.db", "--json", "--quiet"];
    await using serve = await launch([...args, ...database], { cwd: folder.path });
    const adminUrl = String(serve.ready["adminUrl"]);
    const call = await send(`${adminUrl}/dev/control/clock.advance`, { method: "POST", headers: json, body: "{}" });
    expect(call.status).toBe(404);
    expect((await send(`${adminUrl}/dev`)).status).toBe(404);
    const { stdout, code } = await callHere(["clock", "get", "--server", adminUrl, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "no_dev_server", field: "server" } });
  });

  it.each([
    ["another name of ours (DNS rebinding)", { host: "rebind.evil.example", ...json }, 421],
    ["another name with the right port", { host: "evil.example:PORT", ...json }, 421],
    ["another origin", { origin: "https://evil.example", ...json }, 403],
    ["another port of this machine", { origin: "http://localhost:1", ...json }, 403],
    ["a page that hides its origin", { origin: "null", ...json }, 403],
    ["another site, by its browser's word", { "sec-fetch-site": "cross-site", ...json }, 403],
    ["a form", { "content-type": "text/plain" }, 415],
    ["a form without a type", {}, 415],
  ])("[dev:G2 attack:A225 attack:A213] refuses %s", async (_who, headers, status) => {
    const before = await dev.query("clock.get");
    const sent = { host: "localhost:PORT", ...headers };
    const named = Object.fromEntries(
      Object.entries(sent).map(([name, value]) => [name, value.replace("PORT", port())]),
    );
    const url = `${dev.server.adminUrl}/dev/control/clock.advance`;
    const answer = await send(url, { method: "POST", headers: named, body: JSON.stringify({ seconds: 3_600 }) });
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
    expect(await dev.query("clock.get")).toMatchObject({
      movedSeconds: (before as { movedSeconds: number }).movedSeconds,
    });
  });

  it("[dev:G2 attack:A221] answers no preflight of another origin", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const answer = await send(`${dev.server.adminUrl}/dev/control/clock.advance`, { method: "OPTIONS", headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("[dev:G1] is not on the public listener", async () => {
    expect((await send(`${dev.server.issuer}/dev/control/clock.get`)).status).toBe(404);
  });
});

describe("the clock", { timeout }, () => {
  const metadataDate = async (): Promise<number> => ((await dev.query("clock.get")) as { now: number }).now;

  it("[dev:C1] stands still, advances while it does, and goes on from there", async () => {
    await dev.mutate("clock.freeze");
    const start = await metadataDate();
    expect(await dev.mutate("clock.advance", { seconds: 60 })).toMatchObject({ now: start + 60, isFrozen: true });
    expect(await dev.mutate("clock.skew", { seconds: -30 })).toMatchObject({ now: start + 30, skewSeconds: -30 });
    expect(await dev.mutate("clock.skew", { seconds: 0 })).toMatchObject({ now: start + 60 });
    expect(await dev.mutate("clock.resume")).toMatchObject({ isFrozen: false });
    expect(await metadataDate()).toBeGreaterThanOrEqual(start + 60);
  });

  it("[dev:C1] ends access tokens by going on", async () => {
    const headers = { authorization: `Bearer ${await dev.server.freshToken()}` };
    const userinfo = async (): Promise<number> => (await fetch(dev.server.userinfoUrl, { headers })).status;
    expect(await userinfo()).toBe(200);
    await dev.mutate("clock.advance", { seconds: 901 });
    expect(await userinfo()).toBe(401);
  });

  it.each([
    ["clock.advance", { seconds: -1 }],
    ["clock.advance", { seconds: 1e12 }],
    ["clock.advance", {}],
    ["clock.skew", { seconds: 1e6 }],
    ["clock.advance", { seconds: 1, minutes: 1 }],
  ])("[dev:F3] refuses %s %j, and stays", async (procedure, input) => {
    const { movedSeconds } = (await dev.query("clock.get")) as { movedSeconds: number };
    expect(await dev.mutate(procedure, input)).toMatch(/^400 /);
    expect(await dev.query("clock.get")).toMatchObject({ movedSeconds });
  });
});

describe("a fault", { timeout }, () => {
  const waiting = async (): Promise<unknown> => ((await dev.query("faults.list")) as { waiting: unknown }).waiting;

  it("[dev:F1] is for the next requests alone, as many as were asked for", async () => {
    await dev.mutate("faults.set", { fault: "rate_limit", next: 2, seconds: 7 });
    expect(await waiting()).toMatchObject([{ fault: "rate_limit", left: 2 }]);
    for (const left of [1, 2]) {
      const { status, headers } = await askForTokens({ left: String(left) });
      expect([status, headers.get("retry-after")]).toEqual([429, "7"]);
    }
    expect((await askForTokens()).status).toBe(401);
    expect(await waiting()).toEqual([]);
  });

  it("[dev:F1] is for the client, route and grant type that were named", async () => {
    const wish = { fault: "server_error", status: 503, route: "token", grantType: "refresh_token" };
    await dev.mutate("faults.set", { ...wish, clientId: "client_a", next: "all" });
    expect((await askForTokens({ client_id: "client_b" })).status).toBe(401);
    expect((await askForTokens({ client_id: "client_a", grant_type: "client_credentials" })).status).toBe(401);
    expect((await askForTokens({ client_id: "client_a" })).status).toBe(503);
    expect((await askForTokens({ client_id: "client_a" })).status).toBe(503);
    expect(await dev.mutate("faults.clear")).toEqual({ cleared: 1 });
    expect((await askForTokens({ client_id: "client_a" })).status).toBe(401);
  });

  it("[dev:F1] that does not show does not count", async () => {
    await dev.mutate("faults.set", { fault: "wrong_iss" });
    await fetch(`${dev.server.issuer}/oauth/provider/authorize`);
    expect(await waiting()).toMatchObject([{ fault: "wrong_iss", left: 1 }]);
  });

  it("[dev:F1] of two requests at once meets one, when it is for one", async () => {
    await dev.mutate("faults.set", { fault: "invalid_grant" });
    const answers = await Promise.all([askForTokens(), askForTokens()]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 401]));
  });

  it("[dev:F1] cuts the connection after the work was done", async () => {
    await dev.mutate("faults.set", { fault: "drop_response", route: "register" });
    const register = () =>
      fetch(`${dev.server.issuer}/oauth/provider/register`, {
        method: "POST",
        headers: json,
        body: JSON.stringify({ client_name: "Lost", redirect_uris: ["http://127.0.0.1/cb"] }),
      });
    await expect(register()).rejects.toThrow();
    const { requests } = (await dev.query("requests.list", { route: "register" })) as { requests: object[] };
    expect(requests.at(-1)).toMatchObject({ status: 201, faults: ["drop_response"] });
  });

  it.each([
    [{ fault: "nothing" }],
    [{ fault: "slow", issuer: "https://a.example" }],
    [{ fault: "wrong_iss", route: "token" }],
    [{ fault: "expire_now", next: 2 }],
    [{ fault: "rotate_keys", clientId: "client_a" }],
    [{ fault: "rate_limit", route: "nowhere" }],
    [{ fault: "rate_limit", route: "register", grantType: "refresh_token" }],
    [{ fault: "server_error", status: 200 }],
    [{ fault: "invalid_grant", next: 0 }],
    [{ fault: "invalid_grant", of: "everybody" }],
  ])("[dev:F3] refuses %j, and sets nothing", async (input) => {
    expect(await dev.mutate("faults.set", input)).toMatch(/^400 /);
    expect(await waiting()).toEqual([]);
  });

  it("[dev:F3] that does not wait cannot be cleared", async () => {
    expect(await dev.mutate("faults.clear", { id: 999 })).toMatch(/^404 /);
  });
});

describe("requests", { timeout }, () => {
  it("[dev:Q1] are told without their secrets", async () => {
    const secret = "sp_rt_abcdefghijklmnopqrstuvwxyz0123456789";
    await askForTokens({ refresh_token: secret, client_secret: "short", client_id: "client_q" });
    const answer = JSON.stringify(await dev.query("requests.list", { clientId: "client_q" }));
    expect(answer).not.toContain(secret);
    expect(answer).not.toContain("short");
    expect(JSON.parse(answer)).toMatchObject({
      requests: [
        {
          method: "POST",
          route: "token",
          path: "/oauth/provider/token",
          status: 401,
          error: "invalid_client",
          parameters: { grant_type: "refresh_token", refresh_token: "sp_rt_ab…6789", client_secret: "…" },
        },
      ],
    });
  });

  it("[dev:Q1] can be waited for, and the wait ends", async () => {
    const { last } = (await dev.query("requests.list")) as { last: number };
    const wait = dev.query("requests.wait", { route: "jwks", after: last, seconds: 20 });
    await askForTokens();
    await fetch(`${dev.server.issuer}/oauth/provider/jwks`);
    expect(await wait).toMatchObject({ route: "jwks", status: 200 });
    expect(await dev.query("requests.wait", { route: "jwks", seconds: 1 })).toBe(
      "408 no such request came within 1 seconds",
    );
  });
});

/** The files that are loaded, or may be, when this one is; types aside. */
function reachedFrom(start: string): readonly string[] {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    const source = readFileSync(file, "utf8").replaceAll(/^(import|export) type [^;]*;/gm, "");
    for (const [, name = ""] of source.matchAll(/(?:from|import) ?\(?"(\.[^"]+)"/g))
      visit(resolve(dirname(file), name));
  };
  visit(start);
  return [...reached];
}
