import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Account, examine, type Report } from "../src/index.ts";
import { startMcpStub } from "./mcp-stub.ts";
import { told } from "./told.ts";

// The provider says on the console that it is set up for development.
vi.spyOn(console, "warn").mockReturnValue();
vi.spyOn(console, "info").mockReturnValue();

const running: AsyncDisposable[] = [];
afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

/** A default provider with PKCE and the resource, and registration when asked for. */
async function examineProvider(hasRegistration: boolean, account?: Account): Promise<Report> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  running.push({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const issuer = `http://localhost:${address.port}`;
  const stub = await startMcpStub(issuer);
  running.push(stub);
  const provider = new Provider(issuer, {
    scopes: ["openid", "offline_access", "read"],
    pkce: { required: () => true },
    features: {
      registration: { enabled: hasRegistration },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => ({ scope: "read" }) },
    },
  });
  server.on("request", provider.callback());
  const examination = await examine({ mcpUrl: stub.url, mayRegister: true, account, timeoutMs: 5_000 });
  if (examination.kind !== "examined") throw new Error(examination.why);
  return examination.report;
}

describe("node-oidc-provider", { timeout: 30_000 }, () => {
  it("passes with registration, except for browser clients", async () => {
    const report = await examineProvider(true);
    expect(told(report, "failed")).toEqual([]);
    expect(told(report, "warned")).toEqual(["register-cors"]);
    expect(new Set(report.clients.map(({ answer }) => answer))).toEqual(new Set(["yes", "elsewhere"]));
  });

  it("lets the doctor sign in by its own forms", async () => {
    const report = await examineProvider(true, { email: "alice", password: "any" });
    expect(told(report, "passed")).toEqual(expect.arrayContaining(["authorize-success-iss", "token-response"]));
    // The MCP server of this test accepts no token at all.
    expect(told(report, "failed")).toEqual(["token-accepted"]);
    expect(new Set(report.clients.map(({ answer }) => answer))).toEqual(new Set(["no"]));
  });

  it("needs a client id that is typed in without registration", async () => {
    const report = await examineProvider(false);
    expect(told(report, "failed")).toEqual([]);
    expect(told(report, "warned")).toContain("way-in");
    expect(report.registered).toBeUndefined();
    expect(report.clients.find(({ client }) => client === "cursor")?.answer).toBe("by-hand");
    expect(report.clients.find(({ client }) => client === "lm-studio")?.answer).toBe("no");
  });
});
