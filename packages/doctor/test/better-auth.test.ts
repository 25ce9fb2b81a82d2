import { createServer, type RequestListener } from "node:http";
import { oauthProvider, oauthProviderAuthServerMetadata } from "@better-auth/oauth-provider";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { getAuthTables } from "better-auth/db";
import { toNodeHandler } from "better-auth/node";
import { jwt } from "better-auth/plugins";
import { afterEach, describe, expect, it } from "vitest";
import { examine, type Report } from "../src/index.ts";
import { startMcpStub } from "./mcp-stub.ts";
import { told } from "./told.ts";

const running = new Set<AsyncDisposable>();
afterEach(async () => {
  for (const one of [...running].toReversed()) await one[Symbol.asyncDispose]();
  running.clear();
});

const basePath = "/api/auth";

/** The provider with the metadata where its manual wants it, open registration and the resource, in memory. */
async function startProvider(settings: object): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  running.add({
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const baseURL = `http://localhost:${address.port}`;
  const stub = await startMcpStub(baseURL + basePath);
  running.add(stub);
  server.on("request", createProvider(baseURL, { resources: [stub.url], ...settings }));
  return stub.url;
}

function createProvider(baseURL: string, settings: object): RequestListener {
  const provider = oauthProvider({
    loginPage: "/sign-in",
    consentPage: "/consent",
    allowDynamicClientRegistration: true,
    allowUnauthenticatedClientRegistration: true,
    scopes: ["openid", "offline_access", "read"],
    silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    ...settings,
  });
  const plugins = [jwt(), provider];
  const tables = Object.values(getAuthTables({ plugins })).map(({ modelName }) => modelName);
  const auth = betterAuth({
    baseURL,
    basePath,
    secret: "6Gk2m9Qx0Zr4Ty7Wb1Nc5Vf8Hd3Js6La",
    database: memoryAdapter(Object.fromEntries(tables.map((name) => [name, []]))),
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    plugins,
  });
  const everything = toNodeHandler(auth);
  const metadata = toNodeHandler({ handler: oauthProviderAuthServerMetadata(auth) });
  const metadataPath = `/.well-known/oauth-authorization-server${basePath}`;
  return (request, response) => (request.url === metadataPath ? metadata : everything)(request, response);
}

async function examineProvider(settings: object = {}): Promise<Report> {
  const examination = await examine({ mcpUrl: await startProvider(settings), mayRegister: true, timeoutMs: 5_000 });
  if (examination.kind !== "examined") throw new Error(examination.why);
  return examination.report;
}

describe("Better Auth's oauth-provider", { timeout: 30_000 }, () => {
  it("lets clients in, except those with a scheme of their own", async () => {
    const report = await examineProvider({ enforcePerClientResources: false });
    expect(told(report, "failed")).toEqual(["register-private-use", "token-unknown-client"]);
    expect(told(report, "warned")).toEqual(["metadata-places", "metadata-cors", "register-cors", "token-cors"]);
    const kept = report.clients.filter(({ answer }) => answer === "no");
    expect(kept.map(({ client }) => client)).toEqual(["cursor"]);
    expect(report.clients.find(({ client }) => client === "claude-code")?.answer).toBe("yes");
  });

  it("keeps all clients out that nobody has linked to the resource, as it is when nothing is set", async () => {
    const report = await examineProvider();
    expect(told(report, "failed")).toContain("authorize-accepts");
    expect(new Set(report.clients.map(({ answer }) => answer))).toEqual(new Set(["no"]));
    expect(report.clients[0]?.because.join()).toContain("invalid_target");
  });
});
