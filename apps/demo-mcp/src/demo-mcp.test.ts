import { request } from "node:http";
import {
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { JWTPayload } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { demoScopes, startDemoMcp } from "./index.ts";
import type { DemoMcp, DemoMcpOptions } from "./index.ts";

let authority: FakeIssuer;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority.close());
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(options: Partial<DemoMcpOptions> = {}): Promise<DemoMcp> {
  const demo = await startDemoMcp({ issuer: authority.issuer, ...options });
  open.push(demo);
  return demo;
}

async function connect(demo: DemoMcp, claims: JWTPayload = {}) {
  const token = await authority.token({ aud: demo.url, ...claims });
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const transport = new StreamableHTTPClientTransport(new URL(demo.url), { requestInit });
  await client.connect(transport);
  open.push(client);
  return { client, transport };
}

const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};

interface Post {
  readonly message: unknown;
  readonly claims?: JWTPayload;
  readonly headers?: Record<string, string>;
}

async function post(demo: DemoMcp, { message, claims = {}, headers = {} }: Post): Promise<Response> {
  const authorization = `Bearer ${await authority.token({ aud: demo.url, ...claims })}`;
  const always = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  return fetch(demo.url, {
    method: "POST",
    headers: { authorization, ...always, ...headers },
    body: typeof message === "string" ? message : JSON.stringify(message),
  });
}

const callOf = (name: string) => ({
  jsonrpc: "2.0",
  id: 2,
  method: "tools/call",
  params: { name, arguments: { text: "a" } },
});

describe("with the SDK's client", () => {
  it("[mcp:H14 mcp:H20] lists the tools and calls whoami", async () => {
    const { client } = await connect(await start());
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["whoami", "write_note"]);
    const { content } = await client.callTool({ name: "whoami" });
    expect(content).toEqual([
      { type: "text", text: JSON.stringify({ client_id: "app", subject: "alice", scopes: ["demo:read"] }) },
    ]);
  });

  it("[mcp:H15] writes a note with the scope for it, and keeps people's notes apart", async () => {
    const demo = await start();
    const alice = await connect(demo, { scope: "demo:read demo:write" });
    const bob = await connect(demo, { scope: "demo:read demo:write", sub: "bob" });
    const note = { name: "write_note", arguments: { text: "milk" } };
    await alice.client.callTool(note);
    const two = await alice.client.callTool(note);
    const one = await bob.client.callTool(note);
    expect(two.content).toEqual([{ type: "text", text: "Noted. You have 2." }]);
    expect(one.content).toEqual([{ type: "text", text: "Noted. You have 1." }]);
  });

  it("[mcp:H15] answers 403 to write_note without its scope", async () => {
    const { client } = await connect(await start());
    await expect(client.callTool({ name: "write_note", arguments: { text: "milk" } })).rejects.toMatchObject({
      code: 403,
    });
  });

  it("[mcp:H1 mcp:H3 mcp:H5] finds the metadata at both places", async () => {
    const demo = await start();
    const expected = {
      resource: demo.url,
      authorization_servers: [authority.issuer],
      bearer_methods_supported: ["header"],
      scopes_supported: ["demo:read"],
      resource_name: "Sallyport demo",
    };
    expect(await discoverOAuthProtectedResourceMetadata(demo.url)).toEqual(expected);
    const root = await fetch(new URL("/.well-known/oauth-protected-resource", demo.url));
    expect(await root.json()).toEqual(expected);
  });

  it("[mcp:H2 mcp:H7 mcp:H16] understands the challenges", async () => {
    const demo = await start();
    const resourceMetadataUrl = new URL("/.well-known/oauth-protected-resource/mcp", demo.url);
    const first = await fetch(demo.url, { method: "POST" });
    expect(extractWWWAuthenticateParams(first)).toEqual({ scope: "demo:read", resourceMetadataUrl });
    const stepUp = await post(demo, { message: callOf("write_note") });
    const scope = "demo:read demo:write";
    expect(extractWWWAuthenticateParams(stepUp)).toEqual({ error: "insufficient_scope", scope, resourceMetadataUrl });
  });
});

describe("refused", () => {
  it("[mcp:H9] a request without a token, also at unusual methods", async () => {
    const demo = await start();
    for (const method of ["GET", "POST", "DELETE", "PUT"]) expect((await fetch(demo.url, { method })).status).toBe(401);
  });

  it("[mcp:H11] a token for another resource", async () => {
    const demo = await start();
    const response = await post(demo, { message: initialize, claims: { aud: "http://127.0.0.1:1/mcp" } });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
  });

  it("[mcp:H9] a token without the least scope", async () => {
    expect((await post(await start(), { message: initialize, claims: { scope: "other" } })).status).toBe(403);
  });

  it("[mcp:H15] a call that hides in a batch or behind another content type", async () => {
    const demo = await start();
    const { transport } = await connect(demo);
    const headers = { "mcp-session-id": transport.sessionId ?? "" };
    expect((await post(demo, { message: [callOf("whoami"), callOf("write_note")], headers })).status).toBe(403);
    const disguised = { ...headers, "content-type": "text/plain; a=application/json" };
    expect((await post(demo, { message: callOf("write_note"), headers: disguised })).status).toBe(400);
  });

  it("[attack:A225] a host name that is not ours", async () => {
    const demo = await start();
    const status = await new Promise((resolve, reject) => {
      const sent = request(demo.url, { headers: { host: "rebind.evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end();
    });
    expect(status).toBe(403);
  });

  it("[mcp:H9] broken JSON, without a word of the parser", async () => {
    const response = await post(await start(), { message: "{" });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: "invalid_request" });
  });
});

describe("browsers", () => {
  it("[mcp:H19] may ask first, without a token, and read the answers", async () => {
    const demo = await start();
    const preflight = await fetch(demo.url, { method: "OPTIONS", headers: { origin: "https://app.example" } });
    expect(preflight.status).toBe(204);
    const response = await post(demo, { message: initialize, headers: { origin: "https://app.example" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toContain("Mcp-Session-Id");
  });
});

describe("sessions", () => {
  const list = { jsonrpc: "2.0", id: 3, method: "tools/list" };

  async function begin(demo: DemoMcp): Promise<Record<string, string>> {
    const response = await post(demo, { message: initialize });
    await response.text();
    return { "mcp-session-id": response.headers.get("mcp-session-id") ?? "" };
  }

  async function statusOf(response: Promise<Response>): Promise<number> {
    const { status, body } = await response;
    await body?.cancel();
    return status;
  }

  it("belong to the person and the client that began them", async () => {
    const demo = await start();
    const headers = await begin(demo);
    expect(await statusOf(post(demo, { message: list, headers }))).toBe(200);
    expect(await statusOf(post(demo, { message: list, headers, claims: { sub: "mallory" } }))).toBe(404);
    expect(await statusOf(post(demo, { message: list, headers, claims: { client_id: "other" } }))).toBe(404);
  });

  it("are needed after the beginning, and end by DELETE", async () => {
    const demo = await start();
    expect(await statusOf(post(demo, { message: list }))).toBe(400);
    const { client, transport } = await connect(demo);
    const headers = { "mcp-session-id": transport.sessionId ?? "" };
    await transport.terminateSession();
    await client.close();
    expect(await statusOf(post(demo, { message: list, headers }))).toBe(404);
  });

  it("make room for new ones when there are too many", async () => {
    const demo = await start({ maxSessions: 1 });
    const first = await begin(demo);
    const second = await begin(demo);
    expect(await statusOf(post(demo, { message: list, headers: first }))).toBe(404);
    expect(await statusOf(post(demo, { message: list, headers: second }))).toBe(200);
  });

  it("end when they are idle, but not while a stream is open", async () => {
    let passed = 0;
    const demo = await start({ idleSeconds: 60, now: () => Math.floor(Date.now() / 1_000) + passed });
    const [idle, listening] = [await begin(demo), await begin(demo)];
    const authorization = `Bearer ${await authority.token({ aud: demo.url })}`;
    const stream = await fetch(demo.url, { headers: { ...listening, authorization, accept: "text/event-stream" } });
    passed = 120;
    expect(await statusOf(post(demo, { message: list, headers: idle }))).toBe(404);
    expect(await statusOf(post(demo, { message: list, headers: listening }))).toBe(200);
    await stream.body?.cancel();
  });

  it("stream to a client that listens, until the server closes", async () => {
    const demo = await startDemoMcp({ issuer: authority.issuer });
    const headers = await begin(demo);
    const authorization = `Bearer ${await authority.token({ aud: demo.url })}`;
    const stream = await fetch(demo.url, { headers: { ...headers, authorization, accept: "text/event-stream" } });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    await demo.close();
    await stream.text().catch(() => undefined);
    await expect(fetch(demo.url)).rejects.toThrow();
  });
});

describe("startDemoMcp", () => {
  it("names a URL without a trailing slash, and takes the public one for the resource", async () => {
    expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect((await start({ publicUrl: "https://demo.example/mcp/" })).url).toBe("https://demo.example/mcp");
  });

  it("fails on a port that is taken, and on an issuer that cannot be trusted", async () => {
    const { port } = new URL((await start()).url);
    await expect(start({ port: Number(port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(start({ issuer: "http://auth.example" })).rejects.toThrow(TypeError);
  });

  it("has words for each scope", () => {
    expect(demoScopes.map(({ name }) => name)).toEqual(["demo:read", "demo:write"]);
    expect(demoScopes.every(({ words }) => words.length > 10)).toBe(true);
  });
});
