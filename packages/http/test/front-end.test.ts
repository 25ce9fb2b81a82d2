import { describe, expect, it } from "vitest";
import { startServer } from "./start-server.ts";

const frontendUrl = "https://front.example/hello?from=sallyport";
const at = "/oauth/provider/interaction";

/** A server, and a browser that began an interaction. */
async function start() {
  const server = await startServer({ config: { frontendUrl } });
  const browser = server.driver();
  const begun = await browser.authorize();
  const id = begun.location?.searchParams.get("interaction") ?? "";
  const approve = async () =>
    await server.provider.manage.frontEnd.approve(id, {
      userId: server.alice.id,
      authenticatedAt: server.clock.now(),
      scopes: ["openid"],
      role: "operator",
    });
  return { server, browser, begun, id, approve, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("with an external front end", () => {
  it("[seed:S3] the browser goes there with the id of the interaction and nothing else", async () => {
    await using test = await start();
    expect(test.begun.status).toBe(302);
    expect(test.begun.location?.href).toBe(`https://front.example/hello?from=sallyport&interaction=${test.id}`);
    const page = await test.browser.visit(`${test.server.issuer}${at}/${test.id}`);
    expect(page.location?.href).toBe(test.begun.location?.href);
  });

  it("[seed:S3] the built-in forms are not there", async () => {
    await using test = await start();
    for (const form of ["sign-in", "decision", "switch"]) {
      const body = new URLSearchParams({ csrf: "x" });
      const reply = await test.browser.visit(`${test.server.issuer}${at}/${test.id}/${form}`, { method: "POST", body });
      expect(reply.status).toBe(404);
    }
  });

  it("[seed:S3] the browser comes back, and goes on to the client", async () => {
    await using test = await start();
    const reply = await test.browser.visit(await test.approve());
    expect(reply.status).toBe(302);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.location?.href).toMatch(/^https:\/\/app\.example\/cb\?code=sp_ac_/);
  });

  it("[seed:S3 attack:A014] a browser that only guesses where the person goes takes no answer", async () => {
    await using test = await start();
    const url = await test.approve();
    const guess = await test.browser.visit(url, { headers: { "sec-purpose": "prefetch" } });
    expect([guess.status, guess.location]).toEqual([204, undefined]);
    expect((await test.browser.visit(url)).status).toBe(302);
  });

  it("[seed:S3 attack:A120] another browser hears that it is not its own, and which error that was", async () => {
    await using test = await start();
    const reply = await test.server.driver().visit(await test.approve());
    expect([reply.status, reply.location]).toEqual([403, undefined]);
    expect(test.server.entries.at(-1)).toMatchObject({ reason: "other_browser", errorId: expect.any(String) });
  });

  it("[seed:S3] somebody who answers a device is sent there too", async () => {
    await using test = await start();
    const grantType = "urn:ietf:params:oauth:grant-type:device_code";
    const { client } = await test.server.provider.manage.clients.create({
      name: "Television",
      type: "public",
      redirectUris: [],
      grantTypes: [grantType],
    });
    const device = test.server.driver({ client });
    const { json } = await device.post("device_authorization_endpoint", { scope: "openid" });
    const { user_code: userCode } = json as { user_code: string };
    const form = await test.browser.readPage(`${test.server.issuer}/oauth/provider/device`);
    const body = new URLSearchParams({ csrf: form.csrf, user_code: userCode });
    const typed = await test.browser.visit(`${test.server.issuer}/oauth/provider/device`, { method: "POST", body });
    const id = typed.location?.searchParams.get("interaction") ?? "";
    const { frontEnd } = test.server.provider.manage;
    expect(await frontEnd.get(id)).toMatchObject({ userCode, scopes: [{ name: "openid" }] });
    const denied = await test.browser.visit(await frontEnd.deny(id));
    expect(denied.location?.pathname).toBe("/oauth/provider/device/denied");
  });
});

describe("with the built-in pages", () => {
  it("[seed:S3] nothing is continued", async () => {
    await using server = await startServer();
    const reply = await server.driver().visit(`${server.issuer}${at}/x/continue?answer=x`);
    expect(reply.status).toBe(404);
  });
});
