import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { procedures } from "../src/dev/control/openapi.ts";
import { type DevFixture, send, startDevHere } from "./dev-control.ts";

const timeout = 30_000;
let dev: DevFixture;
beforeAll(async () => void (dev = await startDevHere({ demo: true })), timeout);
afterAll(async () => await dev.server.close());

async function readDescription() {
  const { status, headers, text } = await send(`${dev.server.adminUrl}/dev/control/openapi.json`);
  expect([status, headers["content-type"]]).toEqual([200, expect.stringContaining("application/json")]);
  return JSON.parse(text);
}

describe("the description of the control API", { timeout }, () => {
  it("[dev:A1] is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(await readDescription());
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it("[dev:A1] has every procedure by its method, and nothing else", async () => {
    const { paths, servers } = await readDescription();
    const methods = Object.entries(procedures).map(([name, { _def }]) => [
      `/${name}`,
      _def.type === "query" ? ["get"] : ["post"],
    ]);
    expect(Object.entries(paths).map(([path, item]) => [path, Object.keys(item as object)])).toEqual(methods);
    expect(servers).toEqual([{ url: `${dev.server.adminUrl}/dev/control` }]);
  });

  it("[dev:A1] says what is required, within which bounds, and what comes back", async () => {
    const { paths } = await readDescription();
    const { requestBody, responses } = paths["/clock.advance"].post;
    expect(requestBody.content["application/json"].schema).toMatchObject({
      properties: { seconds: { type: "integer", minimum: 1, maximum: 315_360_000 } },
      required: ["seconds"],
      additionalProperties: false,
    });
    const answer = responses[200].content["application/json"].schema.properties.result.properties.data;
    expect(Object.keys(answer.properties)).toEqual(Object.keys((await dev.query("clock.get")) as object));
  });

  it("[dev:G2] is refused to other origins, as the API is", async () => {
    const headers = { origin: "https://evil.example" };
    expect((await send(`${dev.server.adminUrl}/dev/control/openapi.json`, { headers })).status).toBe(403);
  });
});

describe("one call", { timeout }, () => {
  it("[dev:T1] gives tokens that the demo accepts, for whom and what was named", async () => {
    const issued = await dev.mutate("tokens.issue", { person: "bob@example.com", scope: "openid demo:read" });
    expect(issued).toMatchObject({ tokenType: "Bearer", expiresInSeconds: 900, scope: "openid demo:read" });
    const { accessToken, refreshToken } = issued as { accessToken: string; refreshToken: string };
    expect(refreshToken).toMatch(/^sp_rt_/);
    const headers = {
      authorization: `Bearer ${accessToken}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    };
    const clientInfo = { name: "test", version: "1" };
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });
    expect((await send(dev.server.mcpUrl ?? "", { method: "POST", headers, body })).status).toBe(200);
  });

  it("[dev:T1] starts a session that the account page knows", async () => {
    const { header, cookie } = (await dev.mutate("sessions.start", { person: "alice" })) as {
      header: string;
      cookie: { name: string; value: string };
    };
    expect(header).toBe(`${cookie.name}=${cookie.value}`);
    expect(cookie).toMatchObject({ url: dev.server.issuer, httpOnly: true, secure: false, sameSite: "Lax" });
    const page = await send(`${dev.server.issuer}/account`, { headers: { cookie: header } });
    expect(page.text).toContain("alice@example.com");
    expect((await send(`${dev.server.issuer}/account`)).text).not.toContain("alice@example.com");
  });

  it("[dev:T1] is no request of a client, and meets no fault", async () => {
    await dev.mutate("faults.set", { fault: "server_error", next: "all" });
    const { last } = (await dev.query("requests.list")) as { last: number };
    expect(await dev.mutate("tokens.issue")).toMatchObject({ tokenType: "Bearer" });
    expect(await dev.query("requests.list")).toMatchObject({ last });
    await dev.mutate("faults.clear");
  });

  it("[dev:T1] knows the people that were put in, until the server begins anew", async () => {
    const eve = { email: "eve@example.com", password: "correct horse battery" };
    await dev.mutate("seed", { users: [eve] });
    expect(await dev.mutate("sessions.start", { person: "eve" })).toMatchObject({ email: eve.email });
    expect(await dev.query("server")).toMatchObject({ issuer: dev.server.issuer });
    await dev.mutate("reset");
    expect(await dev.mutate("sessions.start", { person: "eve" })).toMatch(/^400 person: known: alice@example\.com, /);
    expect(await dev.mutate("sessions.start", { person: "alice" })).toMatchObject({ email: "alice@example.com" });
  });

  it.each([
    ["tokens.issue", { person: "alice", password: "wrong" }, /^400 password: /],
    ["tokens.issue", { scope: "unheard:of" }, /^400 invalid_scope: /],
    ["tokens.issue", { resource: "https://nobody.example" }, /^404 /],
    ["tokens.issue", { clientId: "nobody" }, /^404 /],
    ["tokens.issue", { person: "alice", until: "tomorrow" }, /^400 /],
    ["sessions.start", { person: "nobody@example.com", password: "wrong" }, /^400 password: /],
  ])("[dev:T1] refuses %s %j by its reason", async (procedure, input, reason) => {
    expect(await dev.mutate(procedure, input)).toMatch(reason);
  });
});
