import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClock, resource, startIssuer } from "../test/fake-issuer.ts";
import type { FakeIssuer } from "../test/fake-issuer.ts";
import { serve } from "../test/serve.ts";
import { metadataRouter, protect } from "./express.ts";
import type { NodeProtectOptions } from "./express.ts";
import { createResourceServer } from "./resource-server.ts";
import { scopesForTools } from "./operation-scopes.ts";

let authority: FakeIssuer;

beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

interface Served {
  readonly options?: NodeProtectOptions;
  /** The parsed body that an earlier middleware has left. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function start({ options = {}, body, headers = {} }: Served = {}) {
  const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock().now });
  const metadata = metadataRouter(server);
  const guard = protect(server, options);
  const http = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const parsed = Object.assign(request, { body });
    const fail = (error: unknown) => response.writeHead(500).end(String(error));
    metadata(parsed, response, () => {
      void guard(parsed, response, (error) => {
        if (error !== undefined) fail(error);
        else response.end(JSON.stringify("auth" in parsed ? parsed.auth : null));
      });
    });
  });
  const served = await serve(http);
  return { url: `${served.origin}/mcp`, origin: served.origin, [Symbol.asyncDispose]: served.close };
}

describe("protect", () => {
  it("[mcp:H14 mcp:5.25] sets req.auth and goes on", async () => {
    await using app = await start();
    const response = await fetch(app.url, { headers: { authorization: await authority.bearer() } });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ clientId: "app", scopes: ["read"], expiresAt: 1_000_900 });
  });

  it("[mcp:H2 mcp:H19] answers without a token by 401, readable from every origin", async () => {
    await using app = await start();
    const response = await fetch(app.url, { method: "POST", body: "{}" });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer resource_metadata="/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    for (const name of ["WWW-Authenticate", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name"]) {
      expect(response.headers.get("access-control-expose-headers")).toContain(name);
    }
    expect(await response.json()).toEqual({ error_description: expect.any(String) });
  });

  it("[mcp:H19] answers a preflight without a token and keeps it from the handler", async () => {
    await using app = await start();
    const response = await fetch(app.url, {
      method: "OPTIONS",
      headers: { "access-control-request-headers": "authorization,mcp-protocol-version" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization,mcp-protocol-version");
    expect(response.headers.get("access-control-allow-methods")).toContain("DELETE");
  });

  it("[mcp:H19] leaves CORS headers alone that are set already", async () => {
    await using app = await start({ headers: { "Access-Control-Allow-Origin": "https://app.example" } });
    const response = await fetch(app.url);
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example");
  });

  it("[mcp:H10] sees a token in the query", async () => {
    await using app = await start();
    const response = await fetch(`${app.url}?access_token=${await authority.sign()}`);
    expect(response.status).toBe(400);
  });

  it("[mcp:H15] answers 403 for a tool that needs more, before the handler", async () => {
    const scopesFor = scopesForTools({ write_note: ["write"] });
    const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "write_note" } };
    await using app = await start({ options: { requiredScopes: ["read"], scopesFor }, body });
    const send = async (scope: string) => {
      const authorization = await authority.bearer({ claims: { scope } });
      return fetch(app.url, { method: "POST", headers: { authorization } });
    };
    const refused = await send("read");
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).toContain('scope="read write"');
    expect((await send("read write")).status).toBe(200);
  });

  it("[mcp:H15] refuses what no one has parsed, and challenges with the least scopes", async () => {
    const scopesFor = scopesForTools({ write_note: ["write"] });
    await using app = await start({ options: { requiredScopes: ["read"], scopesFor } });
    const headers = { authorization: await authority.bearer() };
    expect((await fetch(app.url, { method: "POST", headers })).status).toBe(400);
    const first = await fetch(app.url, { method: "POST" });
    expect(first.headers.get("www-authenticate")).toContain('scope="read"');
    expect((await fetch(app.url, { headers })).status).toBe(200);
  });

  it("[mcp:H15] hands an error of scopesFor on", async () => {
    const scopesFor = () => {
      throw new Error("broken");
    };
    await using app = await start({ options: { scopesFor } });
    expect((await fetch(app.url, { method: "POST" })).status).toBe(500);
  });
});

describe("protect with a body to be read", () => {
  const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "write" } };
  const scopesFor = scopesForTools({ write: ["write"] });

  it("[mcp:H9 mcp:H15] reads it once the token was found good, and decides by it", async () => {
    let reads = 0;
    const readBody = () => Promise.resolve((reads += 1) && call);
    await using app = await start({ options: { scopesFor, readBody } });
    const post = (headers: Record<string, string>) => fetch(app.url, { method: "POST", headers });
    expect((await post({})).status).toBe(401);
    expect(reads).toBe(0);
    expect((await post({ authorization: await authority.bearer() })).status).toBe(403);
    expect((await post({ authorization: await authority.bearer({ claims: { scope: "write" } }) })).status).toBe(200);
    expect(reads).toBe(2);
  });

  it("[mcp:H15] refuses one that tells nothing, and hands what goes wrong to next", async () => {
    const authorization = await authority.bearer();
    await using unclear = await start({ options: { scopesFor, readBody: () => Promise.resolve("text") } });
    expect((await fetch(unclear.url, { method: "POST", headers: { authorization } })).status).toBe(400);
    await using broken = await start({ options: { scopesFor, readBody: () => Promise.reject(new Error("long")) } });
    const response = await fetch(broken.url, { method: "POST", headers: { authorization } });
    expect(await response.text()).toBe("Error: long");
  });
});

describe("metadataRouter", () => {
  it("[mcp:H3 mcp:H6] answers at both places, whatever the query", async () => {
    await using app = await start();
    for (const path of ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource?a=1"]) {
      const response = await fetch(app.origin + path);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(await response.json()).toMatchObject({ resource });
    }
  });

  it("[mcp:H6] answers HEAD and OPTIONS, and 405 otherwise", async () => {
    await using app = await start();
    const url = `${app.origin}/.well-known/oauth-protected-resource`;
    expect((await fetch(url, { method: "HEAD" })).status).toBe(200);
    expect((await fetch(url, { method: "OPTIONS" })).status).toBe(204);
    expect((await fetch(url, { method: "PUT" })).status).toBe(405);
  });

  it("[mcp:H3] leaves other paths to others", async () => {
    await using app = await start();
    expect((await fetch(`${app.origin}/.well-known/oauth-protected-resource/other`)).status).toBe(401);
  });
});
