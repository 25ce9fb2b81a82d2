import { once } from "node:events";
import { connect } from "node:net";
import { testPassword } from "@sallyport/fixtures";
import { expect, it } from "vitest";
import { fetchAt } from "./fetch-at.ts";
import { sendRaw } from "./raw.ts";
import { startServer } from "./start-server.ts";

it("[attack:A226] refuses ambiguous framing, and answers nothing after it", async () => {
  await using server = await startServer();
  const host = `Host: 127.0.0.1:${server.port}\r\n`;
  const second = `GET /healthz HTTP/1.1\r\n${host}\r\n`;
  const post = `POST /oauth/provider/token HTTP/1.1\r\n${host}`;
  const attempts = [
    `${post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${second}`,
    `${post}Content-Length: 4\r\nContent-Length: 40\r\n\r\n${second}`,
    `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${second}`,
    `GET /healthz HTTP/1.1\r\n${host}X: a\r\n b\r\n : c\r\n\r\n${second}`,
    `GET /oauth/provider/jwks HTTP/1.1\n${host.trim()}\n\n${second}`,
    `GET /oauth/provider/jwks HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n${second}`,
    `GET /oauth/provider/jwks HTTP/1.1\r\n${host}X: ${"a".repeat(17_000)}\r\n\r\n${second}`,
    `GET /oauth/provider/jwks HTTP/1.1\r\n\r\n${second}`,
  ];
  for (const attempt of attempts) {
    const answer = await sendRaw(server.port, attempt);
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|21|31) /);
    expect(answer).not.toContain('{"status":"ok"}');
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  }
});

it("[attack:A224] holds an absolute target against the host, too", async () => {
  await using server = await startServer();
  const ask = (target: string) =>
    sendRaw(server.port, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`);
  expect(await ask("http://evil.example/oauth/provider/jwks")).toMatch(/^HTTP\/1\.1 421 /);
  expect(await ask(`${server.issuer}/oauth/provider/jwks`)).toMatch(/^HTTP\/1\.1 200 /);
});

it("[attack:A228] refuses TRACE and CONNECT, and upgrades nothing", async () => {
  await using server = await startServer();
  const ask = (request: string, more = "") =>
    sendRaw(server.port, `${request} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n${more}\r\n`);
  const close = "Connection: close\r\n";
  expect(await ask("TRACE /oauth/provider/token", close)).toMatch(/^HTTP\/1\.1 405 /);
  expect(await ask("TRACE /", `${close}Cookie: a=canary\r\n`)).not.toContain("canary");
  expect(await ask(`CONNECT 127.0.0.1:${server.port}`)).toMatch(/^HTTP\/1\.1 405 /);
  for (const protocol of ["websocket", "h2c"]) {
    const answer = await ask(
      "GET /oauth/provider/token",
      `Connection: Upgrade, close\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer.toLowerCase()).not.toContain("upgrade:");
  }
});

it("[attack:A228] outlives a CONNECT whose client resets, and lets go of one whose client stays", async () => {
  await using server = await startServer();
  const connectAs = async () => {
    const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    socket.write(`CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n`);
    return socket;
  };
  const staying = await connectAs();
  const ended = once(staying.resume(), "end");
  for (const socket of await Promise.all(Array.from({ length: 20 }, connectAs))) socket.resetAndDestroy();
  await ended;
  // Its side of the connection is open still, and the server has closed nonetheless.
  await server[Symbol.asyncDispose]();
  staying.destroy();
});

it("[attack:A230] makes one bounded record of each hostile request, without its query, body or secrets", async () => {
  await using server = await startServer({ config: { registration: { dynamic: "open" } } });
  const driver = server.driver({ client: server.bas });
  const hostile = `\r\n\u001B[31m{"level":"fatal"}${"x".repeat(5_000)}`;
  await driver.authorize({ state: "canary", client_id: hostile, login_hint: "canary" });
  await driver.post("token_endpoint", { client_id: hostile, code: "canary", client_secret: "canary" });
  await driver.post("token_endpoint", {}, { authorization: `Basic ${btoa(`${"y".repeat(4_000)}:canary`)}` });
  await driver.send("/oauth/provider/canary%ZZ", { headers: { "user-agent": "canary" } });
  await fetchAt(server.port)(new URL("/oauth/provider/interaction/%ff%fe", server.issuer));
  expect(server.entries.map(({ route, reason }) => [route, reason])).toEqual([
    ["metadata", undefined],
    ["authorize", "unknown_client"],
    ["token", "two_methods"],
    ["token", "unknown_client"],
    ["none", "not_found"],
    ["none", "malformed_request"],
  ]);
  const tokens = await driver.getTokens({ state: "canary" });
  expect(tokens.status).toBe(200);
  await driver.introspect(String((tokens.json as { access_token: string }).access_token));
  const log = JSON.stringify(server.entries);
  for (const secret of [
    "canary",
    testPassword,
    server.secret,
    "sp_at_",
    "sp_ac_",
    "sp_rt_",
    "eyJ",
    ...driver.cookies.values(),
  ]) {
    expect(log).not.toContain(secret);
  }
  for (const entry of server.entries) expect(JSON.stringify(entry).length).toBeLessThan(1_200);
  expect(new Set(server.entries.map((entry) => entry.requestId)).size).toBe(server.entries.length);
});

it("[attack:A232] shows no internals, files or listings", async () => {
  await using server = await startServer();
  const { send } = server.driver();
  const paths = [
    "/metrics",
    "/debug",
    "/.git/config",
    "/package.json",
    "/src/",
    "/app.js.map",
    "/trpc",
    "/admin",
    "/.env",
  ];
  for (const path of paths) expect([path, (await send(path)).status]).toEqual([path, 404]);
  expect((await send("/healthz")).text).toBe('{"status":"ok"}');
});

it("makes its own request id and trusts none", async () => {
  await using server = await startServer();
  const reply = await server.driver().send("/healthz", { headers: { "x-request-id": "mine" } });
  expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(server.entries.at(-1)?.requestId).toBe(reply.headers.get("x-request-id"));
});

it("gives a mounted account handler the headers and the host check of every answer", async () => {
  await using server = await startServer({
    issuer: "https://as.example/auth",
    account: (request, response) => void response.end(`account ${request.url}`),
  });
  const ask = fetchAt(server.port);
  const reply = await ask(new URL("https://as.example/auth/account/trpc/me.get?batch=1"));
  expect(await reply.text()).toBe("account /me.get?batch=1");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("x-frame-options")).toBe("DENY");
  expect(reply.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(reply.headers.has("access-control-allow-origin")).toBe(false);
  const foreign = await ask(new URL("https://evil.example/auth/account/trpc/me.get"));
  expect(foreign.status).toBe(421);
});
