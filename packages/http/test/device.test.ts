import { type Driver, read } from "@sallyport/fixtures";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startServer, type TestServer } from "./start-server.ts";

const grantType = "urn:ietf:params:oauth:grant-type:device_code";
const page = "/oauth/provider/device";

beforeEach(() => {
  // Only the date: the limiter reads it, and HTTP needs its timers.
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A device that asked, and the browser of a person. */
async function start(options: Parameters<typeof startServer>[0] = {}) {
  const server = await startServer({ issuer: "https://as.example", ...options });
  const { client } = await server.provider.manage.clients.create({
    name: "<Television>",
    type: "public",
    redirectUris: [],
    grantTypes: [grantType],
  });
  const device = server.driver({ client });
  const begin = async () => read(await device.post("device_authorization_endpoint", { scope: "openid" }));
  const ask = (begun: Record<string, unknown>) =>
    device.post("token_endpoint", { grant_type: grantType, device_code: String(begun["device_code"]) });
  return { server, device, begin, ask, browser: server.driver(), [Symbol.asyncDispose]: () => close(server) };
}

const close = async (server: TestServer): Promise<void> => {
  await server[Symbol.asyncDispose]();
};

async function enter(browser: Driver, typed: string, csrf?: string) {
  const form = await browser.readPage(page);
  const body = new URLSearchParams({ csrf: csrf ?? form.csrf, user_code: typed });
  return await browser.visit(page, { method: "POST", body });
}

/** From the page of the interaction to the answer. */
async function answer(browser: Driver, start: URL | undefined, decision: string) {
  const signIn = await browser.readPage(start ?? "");
  const { location } = await browser.signIn(signIn);
  const consent = await browser.readPage(location ?? "");
  return { consent, reply: await browser.decide(consent, { decision }) };
}

describe("the way of a device", () => {
  it("[mcp:5.20] goes from the code on its screen to its tokens", async () => {
    await using app = await start();
    const begun = await app.begin();
    expect(await app.ask(begun)).toMatchObject({ status: 400, json: { error: "authorization_pending" } });
    const { status, location } = await enter(app.browser, String(begun["user_code"]).toLowerCase());
    expect(status).toBe(303);
    const { consent, reply } = await answer(app.browser, location, "allow");
    expect(consent.text).toContain(begun["user_code"]);
    expect(consent.text).toContain("&lt;Television&gt;");
    expect(consent.text).not.toContain("You will be sent to");
    expect(reply).toMatchObject({ status: 303, location: { pathname: `${page}/allowed` } });
    expect((await app.browser.visit(reply.location ?? "")).text).toContain("go back to your device");
    expect(await app.ask(begun)).toMatchObject({
      status: 200,
      json: { scope: "openid", id_token: expect.any(String) },
    });
  });

  it("[attack:A206] tells the device when the person denies", async () => {
    await using app = await start();
    const begun = await app.begin();
    const { location } = await enter(app.browser, String(begun["user_code"]));
    const { reply } = await answer(app.browser, location, "deny");
    expect((await app.browser.visit(reply.location ?? "")).text).toContain("no access");
    expect(await app.ask(begun)).toMatchObject({ status: 400, json: { error: "access_denied" } });
  });

  it("[mcp:5.20] is announced, and open to browser clients", async () => {
    await using app = await start();
    const reply = await app.device.post("device_authorization_endpoint", { scope: "openid" });
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
    expect(reply.headers.get("cache-control")).toBe("no-store");
  });
});

describe("the page for the code", () => {
  it("[attack:A208] fills in the code of the address, and begins nothing by itself", async () => {
    await using app = await start();
    const begun = await app.begin();
    const shown = await app.browser.readPage(String(begun["verification_uri_complete"]));
    expect(shown).toMatchObject({ status: 200, location: undefined });
    expect(shown.text).toContain(`value="${String(begun["user_code"])}"`);
    expect(shown.text).toContain("Continue only if you started this yourself");
    expect(shown.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(await app.ask(begun)).toMatchObject({ json: { error: "authorization_pending" } });
  });

  it.each(["<script>alert(1)</script>", '"><img src=x>', "B".repeat(10_000)])(
    "[attack:A209] shows what was typed as text, and not too much of it: %.20s",
    async (typed) => {
      await using app = await start();
      const reply = await enter(app.browser, typed);
      expect(reply).toMatchObject({ status: 400 });
      expect(reply.text).toContain("No device is waiting with this code");
      expect(reply.text).not.toMatch(/<script>|<img src=x/);
      expect(reply.text.length).toBeLessThan(12_000);
      const filled = await app.browser.visit(`${page}?user_code=${encodeURIComponent(typed)}`);
      expect(filled.text).not.toMatch(/<script>|<img src=x/);
    },
  );

  it("[attack:A208] takes no form of another site, and none without its token", async () => {
    await using app = await start();
    const begun = await app.begin();
    expect((await enter(app.browser, String(begun["user_code"]), "x")).status).toBe(403);
    const { csrf } = await app.browser.readPage(page);
    const body = new URLSearchParams({ csrf, user_code: String(begun["user_code"]) });
    const headers = { origin: "https://evil.example" };
    expect((await app.browser.visit(page, { method: "POST", body, headers })).status).toBe(403);
  });

  it("[attack:A204] lets one address guess five times in a quarter of an hour", async () => {
    await using app = await start();
    const begun = await app.begin();
    for (let guess = 0; guess < 5; guess += 1) expect((await enter(app.browser, "BBBB-BBBB")).status).toBe(400);
    const other = app.server.driver();
    const refused = await enter(other, String(begun["user_code"]));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    vi.advanceTimersByTime(15 * 60_000);
    expect((await enter(other, String((await app.begin())["user_code"]))).status).toBe(303);
  });

  it("[attack:A204] counts no code that is right", async () => {
    await using app = await start({ limits: { userCodeFailures: 1 } });
    for (let time = 0; time < 3; time += 1) {
      expect((await enter(app.browser, String((await app.begin())["user_code"]))).status).toBe(303);
    }
  });

  it("[attack:A204] limits all guesses together", async () => {
    await using app = await start({ limits: { userCodeFailuresOfAll: 1 } });
    expect((await enter(app.browser, "BBBB-BBBB")).status).toBe(400);
    expect((await enter(app.browser, "CCCC-CCCC")).status).toBe(429);
  });

  it("has no other ends than the two", async () => {
    await using app = await start();
    expect((await app.browser.visit(`${page}/other`)).status).toBe(404);
  });
});
