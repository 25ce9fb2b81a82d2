import { once } from "node:events";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { startDevHere } from "./dev-control.ts";
import { callHere } from "./program.ts";

const login = ["--login", "alice@example.com:alice-pass"];

async function startDemo(options: Parameters<typeof startDevHere>[0] = {}) {
  const dev = await startDevHere({ demo: true, ...options });
  return { ...dev, mcpUrl: z.string().parse(dev.server.mcpUrl) };
}

/** An MCP server, and an authorization server whose metadata name that authorization endpoint. */
async function startHostile(authorizationEndpoint: string): Promise<{ origin: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const answer = (status: number, body: object): void => {
      const challenge = `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`;
      response.writeHead(status, { "content-type": "application/json", "www-authenticate": challenge });
      response.end(JSON.stringify(body));
    };
    const metadata = {
      issuer: origin,
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
    };
    if (request.url?.includes("protected-resource")) {
      return answer(200, { resource: `${origin}/mcp`, authorization_servers: [origin] });
    }
    if (request.url?.includes("oauth-authorization-server")) return answer(200, metadata);
    if (request.url === "/register")
      return answer(201, { client_id: "c", redirect_uris: ["http://127.0.0.1/callback"] });
    return answer(401, {});
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { origin: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
}

/** What the steps were, and the answer. */
async function call(...args: string[]): Promise<{ steps: string[]; stdout: string; code: number | null }> {
  const { code, stdout, stderr } = await callHere(["call", ...args]);
  return { code, stdout, steps: stderr.split("\n").map((line) => line.split(" ", 1).join("")) };
}

describe("call", { timeout: 30_000 }, () => {
  it("comes from nothing to the answer of a protected tool", async () => {
    await using dev = await startDemo();
    const { code, stdout, steps } = await call(dev.mcpUrl, "whoami", ...login);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ scopes: ["demo:read"] });
    expect(steps).toEqual(["401", "Issuer", "Client", "Person", "Token", ""]);
  });

  it("asks once more for what a tool needs beyond its token", async () => {
    await using dev = await startDemo();
    const { stdout, steps } = await call(dev.mcpUrl, "write_note", "--arguments", '{"text": "hello"}', ...login);
    expect(stdout).toContain("Noted.");
    expect(steps.filter((step) => /^\d/.test(step))).toEqual(["401", "403"]);
  });

  it("lists the tools, and gives programs the token, too", async () => {
    await using dev = await startDemo();
    const { stdout: listed } = await call(dev.mcpUrl, ...login);
    expect(listed).toContain("whoami");
    const { stdout } = await call(dev.mcpUrl, "--scope", "demo:write", "--json", ...login);
    const { accessToken } = z.object({ accessToken: z.string() }).parse(JSON.parse(stdout));
    expect(JSON.parse(stdout)).toMatchObject({
      issuer: dev.server.issuer,
      scope: expect.stringContaining("demo:write"),
      tools: [{ name: "whoami" }, { name: "write_note" }],
    });
    const headers = { authorization: `Bearer ${accessToken}` };
    expect((await fetch(dev.mcpUrl, { headers })).status).not.toBe(401);
  });

  it("prints the token alone", async () => {
    await using dev = await startDemo();
    const { stdout } = await call(dev.mcpUrl, "--print-token", ...login);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it.each(["file:///etc/passwd", "smb://evil.example/share", "http://auth.example/authorize", "ms-msdt:/id"])(
    "[security:S7] opens no address that a hostile server names: %s",
    async (authorizationEndpoint) => {
      await using server = await startHostile(authorizationEndpoint);
      const { code, stdout, stderr } = await callHere(["call", `${server.origin}/mcp`, "--json"]);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: expect.stringMatching(/^(unsafe_address|no_token)$/) },
      });
      expect(stderr).not.toContain("in a browser");
    },
  );

  it.each([
    { fault: "wrong_iss", code: "wrong_answer" },
    { fault: "missing_iss", code: "wrong_answer" },
    { fault: "deny_consent", code: "not_allowed" },
  ])("takes no answer that does not prove its issuer, nor a refusal: $fault", async ({ fault, code }) => {
    await using dev = await startDemo();
    await dev.mutate("faults.set", { fault });
    const outcome = await call(dev.mcpUrl, "--json", ...login);
    expect(outcome).toMatchObject({ code: 1 });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code } });
  });

  it.each([
    { title: "a wrong password", args: ["--login", "alice@example.com:wrong"], code: "not_signed_in" },
    { title: "a tool that is not there", args: ["nothing", ...login], code: "usage", says: "whoami, write_note" },
    { title: "arguments that are no object", args: ["whoami", "--arguments", "1", ...login], code: "usage" },
    { title: "arguments for no tool", args: ["--arguments", "{}", ...login], code: "usage" },
    { title: "a secret of nobody", args: ["--client-secret", "x", ...login], code: "usage" },
    { title: "a redirect URI elsewhere", args: ["--redirect-uri", "http://app.example/", ...login], code: "usage" },
  ])("says what is wrong with $title", async ({ args, code, says = "" }) => {
    await using dev = await startDemo();
    const { stdout } = await call(dev.mcpUrl, ...args, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ error: { code, message: expect.stringContaining(says) } });
  });

  it("says how to get in where nobody registers by themselves", async () => {
    await using dev = await startDemo({ registration: "off" });
    const { stdout } = await call(dev.mcpUrl, ...login, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "no_token", message: expect.stringContaining("--client-id") },
    });
    const known = await call(dev.mcpUrl, "whoami", "--client-id", dev.server.client.id, ...login);
    expect(JSON.parse(known.stdout)).toMatchObject({ client_id: dev.server.client.id });
  });

  it("says when there is no MCP server, and sends no token over plain http to other machines", async () => {
    await using dev = await startDemo();
    const { stdout: elsewhere } = await call(new URL("/other", dev.mcpUrl).href, "--json", ...login);
    expect(JSON.parse(elsewhere)).toMatchObject({ error: { code: "no_mcp", message: expect.stringContaining("404") } });
    const { stdout: plain } = await call("http://mcp.example/mcp", "--json", ...login);
    expect(JSON.parse(plain)).toMatchObject({ error: { code: "usage", message: expect.stringContaining("https") } });
  });
});
