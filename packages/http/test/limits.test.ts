import { StoreUnavailableError } from "@sallyport/core";
import { testPassword } from "@sallyport/fixtures";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fastapiModuleLimits } from "../src/index.ts";
import { startServer } from "./start-server.ts";

const minute = 60_000;

beforeEach(() => {
  // Only the date: the limiter reads it, and HTTP needs its timers.
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function expectTooMany(reply: { status: number; headers: Headers; json: unknown }): void {
  expect(reply).toMatchObject({ status: 429, json: { error: "temporarily_unavailable" } });
  expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(Number(reply.headers.get("retry-after"))).toBeLessThanOrEqual(60);
}

describe("calls per minute", () => {
  const cases = { token: "token_endpoint", revoke: "revocation_endpoint", introspect: "introspection_endpoint" };

  it.each(Object.entries(cases))("[seed:S98 seed:D169] at %s are limited, and come back", async (limit, name) => {
    await using server = await startServer({ limits: { [limit]: 2 } });
    const driver = server.driver({ client: server.bas });
    const post = () => driver.post(name, { token: "x", grant_type: "x" });
    expect((await post()).status).not.toBe(429);
    expect((await post()).status).not.toBe(429);
    expectTooMany(await post());
    expect(server.entries.at(-1)).toMatchObject({ status: 429, reason: `limit_${limit}` });
    vi.advanceTimersByTime(minute);
    expect((await post()).status).not.toBe(429);
  });

  it("[seed:S98 seed:D169 mcp:R11] at registration are limited by address", async () => {
    await using server = await startServer({ limits: { register: 1 }, config: { registration: { dynamic: "open" } } });
    const post = () => server.driver().send("/oauth/provider/register", { method: "POST", body: "{}" });
    expect((await post()).status).toBe(400);
    expectTooMany(await post());
  });

  it("[seed:S98 seed:D169] at authorize end in a page that says how long to wait", async () => {
    await using server = await startServer({ limits: { authorize: 1 } });
    const driver = server.driver();
    await driver.authorize();
    const reply = await driver.authorize();
    expect(reply.status).toBe(429);
    expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(reply.text).toMatch(/try again in \d+ seconds/);
    const json = await driver.visit(await driver.authorizeUrl(), { headers: { accept: "application/json" } });
    expectTooMany(json);
  });

  it("have the figures of the FastAPI module as a preset", () => {
    expect(fastapiModuleLimits).toMatchObject({ authorize: 30, token: 60, revoke: 30, introspect: 120 });
  });

  it("[seed:D168] count for each client alone behind one address", async () => {
    await using server = await startServer({ limits: { token: 1 } });
    const [pub, bas] = [server.driver(), server.driver({ client: server.bas })];
    await pub.redeem("x");
    expectTooMany(await pub.redeem("x"));
    expect((await bas.redeem("x")).status).toBe(400);
  });

  it("[attack:A137] do not depend on how the caller spells itself in headers that nobody vouches for", async () => {
    await using server = await startServer({ limits: { authorize: 2 } });
    const driver = server.driver();
    const url = await driver.authorizeUrl();
    const names = ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip", "true-client-ip"];
    const statuses = [];
    for (const [index, name] of names.entries()) {
      statuses.push((await driver.visit(url, { headers: { [name]: `203.0.113.${index}` } })).status);
    }
    expect(statuses).toEqual([302, 302, 429, 429, 429]);
    expect(new Set(server.entries.map((entry) => entry.address))).toEqual(new Set(["127.0.0.1"]));
  });

  it("[seed:D166] count by the address that the trusted proxy saw", async () => {
    await using server = await startServer({ limits: { authorize: 1 }, trustedHops: 1 });
    const driver = server.driver();
    const url = await driver.authorizeUrl();
    const ask = async (forwarded: string) =>
      (await driver.visit(url, { headers: { "x-forwarded-for": forwarded } })).status;
    expect(await ask("198.51.100.1")).toBe(302);
    expect(await ask("203.0.113.9, 198.51.100.1")).toBe(429);
    expect(await ask("198.51.100.2")).toBe(302);
    expect(await ask("2001:db8:0:1::1")).toBe(302);
    expect(await ask("2001:db8:0:1:ffff::2")).toBe(429);
    expect(await ask("2001:db8:0:2::1")).toBe(302);
    expect(server.entries.at(-1)?.address).toBe("2001:db8:0:2::1");
  });
});

describe("failed client authentications", () => {
  it("[seed:D170 attack:A077] make a client wait at that address, and nobody else", async () => {
    await using server = await startServer({ limits: { authenticationFailures: 3 }, trustedHops: 1 });
    const driver = server.driver({ client: server.bas });
    const ask = (secret: string, address: string) =>
      driver.post(
        "token_endpoint",
        { grant_type: "x" },
        { authorization: `Basic ${btoa(`${server.bas.id}:${secret}`)}`, "x-forwarded-for": address },
      );
    for (let failure = 0; failure < 3; failure += 1) expect((await ask("wrong", "198.51.100.1")).status).toBe(401);
    expectTooMany(await ask("wrong", "198.51.100.1"));
    expectTooMany(await ask(server.secret, "198.51.100.1"));
    expect((await ask(server.secret, "198.51.100.2")).status).toBe(400);
    vi.advanceTimersByTime(minute);
    expect((await ask(server.secret, "198.51.100.1")).status).toBe(400);
  });
});

describe("failed sign-ins", () => {
  it("[attack:A135] make an account wait at that address, without locking it out", async () => {
    await using server = await startServer({ trustedHops: 1 });
    const driver = server.driver();
    const page = await driver.openPage();
    const signIn = (password: string, address = "198.51.100.1") =>
      driver.visit(`${page.url}/sign-in`, {
        method: "POST",
        body: new URLSearchParams({ csrf: page.csrf, email: "Alice@example.com ", password }),
        headers: { "x-forwarded-for": address },
      });
    for (let failure = 0; failure < 10; failure += 1) expect((await signIn("wrong")).status).toBe(401);
    const refused = await signIn(testPassword);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(60);
    expect(refused.text).toContain("Wait 15 minutes");
    expect(server.entries.at(-1)).toMatchObject({ reason: "limit_signInFailuresPerAccount" });
    expect((await signIn(testPassword, "198.51.100.2")).status).toBe(303);
    vi.advanceTimersByTime(15 * minute);
    expect((await signIn(testPassword)).status).toBe(303);
  });

  it("[attack:A135] are not those that the store was down for", async () => {
    let isDown = true;
    await using server = await startServer({
      wrap: (provider) => ({
        ...provider,
        interactions: {
          ...provider.interactions,
          signIn: (visit, form) =>
            isDown ? Promise.reject(new StoreUnavailableError("locked")) : provider.interactions.signIn(visit, form),
        },
      }),
    });
    const driver = server.driver();
    const page = await driver.openPage();
    for (let attempt = 0; attempt < 12; attempt += 1) expect((await driver.signIn(page)).status).toBe(503);
    isDown = false;
    expect((await driver.signIn(page)).status).toBe(303);
  });

  it("[attack:A139] never pass the limit, however many come at once", async () => {
    const verify = vi.fn<() => void>();
    await using server = await startServer({
      wrap: (provider) => ({
        ...provider,
        interactions: {
          ...provider.interactions,
          signIn: (visit, form) => {
            verify();
            return provider.interactions.signIn(visit, form);
          },
        },
      }),
    });
    const driver = server.driver();
    const page = await driver.openPage();
    const replies = await Promise.all(Array.from({ length: 100 }, () => driver.signIn(page, { password: "wrong" })));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(verify).toHaveBeenCalledTimes(10);
  });

  it("count over all accounts of an address, and successes do not count", async () => {
    await using server = await startServer({ limits: { signInFailuresPerAddress: 3 } });
    const driver = server.driver();
    for (let success = 0; success < 5; success += 1) {
      expect((await driver.signIn(await driver.openPage({ prompt: "login" }))).status).toBe(303);
    }
    const page = await driver.openPage({ prompt: "login" });
    const statuses = [];
    for (const name of ["a", "b", "c", "d"]) {
      statuses.push((await driver.signIn(page, { email: `${name}@example.com` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});
