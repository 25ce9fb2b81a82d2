import { extractWWWAuthenticateParams } from "@modelcontextprotocol/sdk/client/auth.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createResourceServer } from "../src/resource-server.ts";
import { scopesForTools } from "../src/operation-scopes.ts";
import { clients } from "./clients.ts";
import { createClock, resource, startIssuer } from "./fake-issuer.ts";
import type { FakeIssuer } from "./fake-issuer.ts";
import { hosts } from "./hosts.ts";
import type { Host, StartHost } from "./hosts.ts";
import { tools } from "./mcp-servers.ts";

vi.setConfig({ testTimeout: 20_000 });

let authority: FakeIssuer;
beforeAll(async () => {
  authority = await startIssuer();
});
afterAll(() => authority[Symbol.asyncDispose]());

async function start(startHost: StartHost) {
  const seconds = Math.floor(Date.now() / 1_000);
  const server = createResourceServer({ resource, issuer: authority.issuer, now: createClock(seconds).now });
  const host = await startHost(server, { requiredScopes: ["notes:read"], scopesFor: scopesForTools(tools) });
  const token = (scope: string) => authority.sign({ claims: { scope, exp: seconds + 900 } });
  return { host, token, [Symbol.asyncDispose]: () => host.close() };
}

async function post(host: Host, token: string, headers: Record<string, string> = {}) {
  const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "write_note", arguments: {} } };
  return host.fetch(host.url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: JSON.stringify(message),
  });
}

describe.each(Object.entries(hosts))("%s", (_, startHost) => {
  it.each(Object.entries(clients))("[mcp:H14 mcp:H15 mcp:H20] serves the client of %s", async (_name, connect) => {
    await using app = await start(startHost);
    const reader = await connect(app.host, await app.token("notes:read"));
    expect(await reader.listTools()).toContain("whoami");
    expect(await reader.call("whoami")).toBe("app");
    await expect(reader.call("write_note")).rejects.toThrow(/403|insufficient|scope/i);
    await reader.close();
    const writer = await connect(app.host, await app.token("notes"));
    expect(await writer.call("write_note")).toBe("alice");
    await writer.close();
  });

  it("[mcp:H2 mcp:H3 mcp:H19] challenges strangers, leads them to the metadata and lets browsers read it", async () => {
    await using app = await start(startHost);
    const { host } = app;
    const response = await host.fetch(host.url, { method: "POST", body: "{" });
    const resourceMetadataUrl = new URL("https://mcp.example/.well-known/oauth-protected-resource/mcp");
    expect(response.status).toBe(401);
    expect(extractWWWAuthenticateParams(response)).toEqual({ scope: "notes:read", resourceMetadataUrl });
    for (const method of ["GET", "DELETE", "PUT"]) {
      const other = await host.fetch(host.url, { method });
      expect(other.status).toBe(401);
      expect(other.headers.get("access-control-allow-origin")).toBe("*");
      expect(other.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
    }
    for (const path of [resourceMetadataUrl.pathname, "/.well-known/oauth-protected-resource"]) {
      const metadata = await host.fetch(new URL(path, host.url));
      expect(await metadata.json()).toMatchObject({ resource, authorization_servers: [authority.issuer] });
    }
  });

  it("[mcp:H19] answers preflights, and exposes the headers of good answers too", async () => {
    await using app = await start(startHost);
    const preflight = await app.host.fetch(app.host.url, {
      method: "OPTIONS",
      headers: { "access-control-request-headers": "authorization,mcp-method" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,mcp-method");
    const served = await post(app.host, await app.token("notes"));
    expect(served.status).toBe(200);
    expect(served.headers.get("access-control-allow-origin")).toBe("*");
    expect(served.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
    expect(await served.text()).toContain("alice");
  });

  it("[mcp:H15 mcp:H16] asks for the token's scopes and the tool's, before any answer", async () => {
    await using app = await start(startHost);
    const response = await post(app.host, await app.token("notes:read mail"));
    expect(response.status).toBe(403);
    expect(extractWWWAuthenticateParams(response)).toMatchObject({
      error: "insufficient_scope",
      scope: "notes:read mail notes:write",
    });
    expect(await response.json()).toMatchObject({ error: "insufficient_scope" });
  });

  it("[mcp:H15] believes no header against the body", async () => {
    await using app = await start(startHost);
    const reader = await app.token("notes:read");
    const disguises = [{ "mcp-method": "tools/list" }, { "mcp-method": "tools/call", "mcp-name": "whoami" }];
    for (const headers of disguises) {
      expect((await post(app.host, reader, headers)).status).toBeGreaterThanOrEqual(400);
      const response = await post(app.host, await app.token("notes"), headers);
      expect(response.status).toBe(400);
      // HeaderMismatch of MCP 2026-07-28.
      expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code: -32_020 } });
    }
  });
});

describe("a scope challenge of SDK v2's own", () => {
  it.each(Object.entries(hosts).filter(([name]) => name.includes("SDK v2")))(
    "[mcp:S3 mcp:H15 mcp:H16] knows hierarchy and metadata on %s",
    async (_, startHost) => {
      await using app = await start(startHost);
      const share = async (scope: string) =>
        app.host.fetch(app.host.url, {
          method: "POST",
          headers: {
            authorization: `Bearer ${await app.token(scope)}`,
            "content-type": "application/json",
            accept: "application/json, text/event-stream",
          },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "share" } }),
        });
      const refused = await share("notes:read offline_access");
      expect(refused.status).toBe(403);
      const { error, scope, resourceMetadataUrl } = extractWWWAuthenticateParams(refused);
      expect({ error, scope: scope?.split(" ").sort() }).toEqual({
        error: "insufficient_scope",
        scope: ["notes:read", "notes:share"],
      });
      expect(resourceMetadataUrl?.href).toBe("https://mcp.example/.well-known/oauth-protected-resource/mcp");
      expect((await share("notes")).status).toBe(200);
    },
  );
});
