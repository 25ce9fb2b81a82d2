import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planServe } from "../src/settings/serve-plan.ts";
import { startServe } from "../src/server/start.ts";
import { readSettings } from "../src/settings/read.ts";
import { silent, startDevHere } from "./dev-control.ts";
import { callHere, launch, openFolder } from "./program.ts";

const timeout = 30_000;

/** An MCP server of one line: it says who calls. */
async function startUpstream(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    request.resume();
    const { "x-tenant": tenant = "none", "x-plan": plan = "none" } = request.headers;
    response.setHeader("X-Tenant", `got ${String(tenant)}`).setHeader("X-Plan", `got ${String(plan)}`);
    response.end(String(request.headers["sallyport-identity"]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

const readySchema = z.object({
  accessToken: z.string(),
  protected: z.looseObject({ url: z.string(), identityKeysUrl: z.string() }),
});

describe("dev --protect", { timeout }, () => {
  it("[mcp:H1 mcp:H9 mcp:H14] protects an MCP server, with a token at hand", async () => {
    using folder = openFolder();
    const tools = join(folder.path, "tools.json");
    writeFileSync(tools, '{"write": ["notes:write"], "*": ["notes:read"]}');
    await using upstream = await startUpstream();
    const args = ["--protect", upstream.url, "--protect-tools", tools, "--quiet"];
    await using program = await launch(["dev", "--json", "--port", "0", ...args]);
    const { accessToken, protected: shielded } = readySchema.parse(program.ready);
    expect(shielded).toMatchObject({ upstream: upstream.url, scopes: ["notes:write", "notes:read"] });
    expect((await fetch(shielded.url, { method: "POST" })).status).toBe(401);
    const authorization = `Bearer ${accessToken}`;
    const response = await fetch(shielded.url, { headers: { authorization } });
    expect(await response.text()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await (await fetch(shielded.identityKeysUrl)).json()).toMatchObject({ keys: [{ alg: "ES256" }] });
    expect(await program.stop()).toBe(0);
  });

  it.each([
    { given: { flags: ["--forward-header", "X-Tenant", "--forward-header", "x-plan"] }, got: ["got a", "got b"] },
    { given: { variables: { SALLYPORT_FORWARD_HEADER: "X-Tenant, x-plan" } }, got: ["got a", "got b"] },
    { given: { variables: { SALLYPORT_FORWARD_HEADER: "x-plan" } }, got: [null, "got b"] },
    { given: {}, got: [null, null] },
  ])("forwards the headers that an operator names, in both directions: $given", async ({ given, got }) => {
    const { flags = [], variables = {} }: { flags?: string[]; variables?: Record<string, string> } = given;
    await using upstream = await startUpstream();
    const args = ["dev", "--json", "--port", "0", "--protect", upstream.url, "--quiet", ...flags];
    await using program = await launch(args, { variables });
    const { accessToken, protected: shielded } = readySchema.parse(program.ready);
    const headers = { authorization: `Bearer ${accessToken}`, "x-tenant": "a", "x-plan": "b" };
    const response = await fetch(shielded.url, { headers });
    expect(response.status).toBe(200);
    expect([response.headers.get("x-tenant"), response.headers.get("x-plan")]).toEqual(got);
  });

  it("protects after a reset as before, with another token", async () => {
    await using upstream = await startUpstream();
    await using dev = await startDevHere({ protect: upstream.url });
    const statusOf = async (token = "") =>
      (await fetch(dev.server.protectedServer?.url ?? "", { headers: { authorization: `Bearer ${token}` } })).status;
    const { accessToken: before } = dev.server;
    expect(await statusOf(before)).toBe(200);
    const { accessToken: after } = readySchema.parse(await dev.mutate("reset"));
    expect(await Promise.all([statusOf(before), statusOf(after)])).toEqual([401, 200]);
  });

  it("tells which scopes a registered resource lacks that its tools newly need", async () => {
    using folder = openFolder();
    await using upstream = await startUpstream();
    const tools = join(folder.path, "tools.json");
    const database = `sqlite:${join(folder.path, "dev.db")}`;
    const start = async (document: object, ports: Record<string, string>) => {
      writeFileSync(tools, JSON.stringify(document));
      const warnings: object[] = [];
      const flags = { protect: upstream.url, protectTools: tools, database, ...ports };
      const dev = await startDevHere(flags, { ...silent, warn: (facts) => void warnings.push(facts) });
      return { dev, warnings };
    };
    const first = await start({ read: ["notes:read"] }, {});
    const url = first.dev.server.protectedServer?.url ?? "";
    await first.dev[Symbol.asyncDispose]();
    const { port } = new URL(first.dev.server.issuer);
    const protectPort = new URL(url).port;
    const second = await start({ read: ["notes:read"], write: ["notes:write"] }, { port, protectPort });
    await second.dev[Symbol.asyncDispose]();
    expect(first.warnings).toEqual([]);
    expect(second.warnings).toEqual([{ uri: url, missing: ["notes:write"] }]);
  });

  it("[seed:D143] says what is wrong before anything starts", async () => {
    using folder = openFolder();
    const tools = join(folder.path, "tools.json");
    writeFileSync(tools, '{"write": "notes:write"}');
    const upstream = ["--protect", "http://localhost:3000/mcp"];
    const cases = [
      { args: ["--protect", "localhost:3000"], field: "protect" },
      { args: ["--protect", "http://u:p@localhost/mcp"], field: "protect" },
      { args: ["--protect-tools", tools], field: "protectTools" },
      { args: [...upstream, "--protect-tools", join(folder.path, "none.json")], field: "protectTools" },
      { args: [...upstream, "--protect-tools", tools], field: "protectTools" },
      { args: ["--forward-header", "x-tenant"], field: "forwardHeader" },
      { args: [...upstream, "--forward-header", "x-tenant", "--forward-header", "Cookie"], field: "forwardHeader" },
      { args: [...upstream, "--forward-header", "x_tenant"], field: "forwardHeader" },
    ];
    for (const { args, field } of cases) {
      const { code, stdout } = await callHere(["dev", "--json", "--port", "0", ...args]);
      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: "usage", field } });
    }
    const { stderr } = await callHere(["dev", ...upstream, "--protect-tools", tools]);
    expect(stderr).toContain('"write"');
  });
});

const settingsOf = (flags: Record<string, string>) =>
  readSettings({
    flags: { issuer: "http://localhost:4455", database: "memory:", port: "0", adminPort: "0", ...flags },
    environment: { SALLYPORT_ALLOW_HTTP_LOOPBACK: "1", SALLYPORT_ALLOW_MEMORY_DATABASE: "1" },
    aliases: true,
  });

describe("serve --protect", () => {
  it("[mcp:H1 attack:A225] protects at the public address, which it registers as a resource", async () => {
    await using upstream = await startUpstream();
    const plan = planServe(settingsOf({ protect: upstream.url, protectUrl: "http://localhost:9/notes" }));
    const serving = await startServe({ ...plan, settings: [] }, silent);
    try {
      const { protected: shielded } = serving.announcement;
      const metadata = `http://127.0.0.1:${shielded?.port}/.well-known/oauth-protected-resource/notes`;
      // Reached past the public address.
      expect((await fetch(metadata)).status).toBe(421);
      expect(await serving.provider.manage.resources.list()).toMatchObject([{ uri: "http://localhost:9/notes" }]);
    } finally {
      await serving.close();
    }
  });

  it("forwards the headers that an operator names, and refuses names by which the upstream learns who calls", async () => {
    const protect = { protect: "http://localhost:3000/mcp", protectUrl: "http://localhost:9/mcp" };
    const plan = (forwardHeader: string) => planServe(settingsOf({ ...protect, forwardHeader }));
    expect(plan("x-tenant x-plan,x-more").protect?.forwardHeaders).toEqual(["x-tenant", "x-plan", "x-more"]);
    await expect(startServe({ ...plan("x-tenant X-Forwarded-For"), settings: [] }, silent)).rejects.toMatchObject({
      exitCode: 2,
      field: "forwardHeader",
      message: expect.stringContaining("x-forwarded-for"),
    });
  });

  it("needs the address that clients see, by https", () => {
    const protect = "http://localhost:3000/mcp";
    expect(() => planServe(settingsOf({ protect }))).toThrow("--protect-url is needed");
    expect(() => planServe(settingsOf({ protect, protectUrl: "http://mcp.example/mcp" }))).toThrow("https");
    expect(() => planServe(settingsOf({ protectUrl: "https://mcp.example/mcp" }))).toThrow("--protect");
    const { protect: planned } = planServe(settingsOf({ protect, protectUrl: "https://mcp.example/mcp" }));
    expect(planned).toMatchObject({ publicUrl: "https://mcp.example/mcp", upstream: protect });
  });
});
