import type { OAuthDiscoveryState } from "@modelcontextprotocol/sdk/client/auth.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { OAuthClientInformationMixed, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type App,
  type Connection,
  connectAnew,
  createApp,
  finishAuthorization,
  refresh,
  refreshAtOnce,
  sendAway,
  spoilAccessToken,
  waitForExpiry,
} from "../src/mcp-app.ts";
import { createPerson } from "../src/person.ts";
import { loopbackRedirectUri, type Program, type Served, startDev, startServe } from "../src/program.ts";
import { textOf } from "../src/tool-answer.ts";

interface Kept {
  information: OAuthClientInformationMixed;
  tokens: OAuthTokens;
  discovery: OAuthDiscoveryState;
}

/** The official SDK, version 1, as it is. */
function open({ provider, wire }: App<Kept>, url: string): Connection {
  const client = new Client({ name: "notes", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: provider, fetch: wire.fetch });
  return {
    connect: () => client.connect(transport),
    finishAuth: (response) => transport.finishAuth(response.get("code") ?? ""),
    call: async (name, args = {}) => textOf(await client.callTool({ name, arguments: args })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

const created = z.object({ client_id: z.string(), client_secret: z.string().exactOptional() });

const alice = ({ account }: Program) => createPerson(account);

let dev: Program;
let served: Served;
beforeAll(async () => {
  await using programs = new AsyncDisposableStack();
  dev = programs.use(await startDev());
  served = programs.use(await startServe());
  const started = programs.move();
  return () => started.disposeAsync();
});

describe("an application that registers itself", () => {
  it("[mcp:H2 mcp:R4] comes from a 401 to the answer of a tool", async () => {
    const app = createApp<Kept>();
    await using connection = await connectAnew(app, alice(dev), () => open(app, dev.mcpUrl));
    const { information, tokens } = app.memory;
    expect(information).toMatchObject({ token_endpoint_auth_method: "none", issuer: dev.issuer });
    expect(information).not.toHaveProperty("client_secret");
    expect(tokens).toMatchObject({ token_type: "Bearer", scope: "demo:read", issuer: dev.issuer });
    const answer: unknown = JSON.parse(await connection.call("whoami"));
    expect(answer).toMatchObject({ client_id: information?.client_id, scopes: ["demo:read"] });
  });

  it.each(["client_secret_basic", "client_secret_post"])(
    "[mcp:R3 mcp:R4] gets a secret for %s, and uses it",
    async (authMethod) => {
      const app = createApp<Kept>({ authMethod });
      await using connection = await connectAnew(app, alice(dev), () => open(app, dev.mcpUrl));
      const { information } = app.memory;
      expect(information).toMatchObject({ token_endpoint_auth_method: authMethod, client_secret_expires_at: 0 });
      const [redeemed] = app.wire.at("/token");
      const isBasic = authMethod === "client_secret_basic";
      expect(redeemed).toMatchObject({ status: 200, scheme: isBasic ? "Basic" : undefined });
      expect(redeemed?.sent["client_secret"]).toBe(isBasic ? undefined : information?.client_secret);
      expect(await connection.call("whoami")).toContain(information?.client_id);
    },
  );

  it("[mcp:H8 mcp:H15] gets no further at a tool that needs more, until it authorizes anew", async () => {
    const app = createApp<Kept>();
    await using connection = await connectAnew(app, alice(dev), () => open(app, dev.mcpUrl));
    const write = () => connection.call("write_note", { text: "milk" });
    // This version answers a 403 by a refresh, which widens nothing, and gives up.
    await expect(write()).rejects.toMatchObject({ code: 403 });
    const refused = app.wire.at("/mcp").filter(({ status }) => status === 403);
    const challenge = expect.stringContaining('error="insufficient_scope", scope="demo:read demo:write"');
    expect(refused).toMatchObject([{ challenge }, { challenge }]);
    app.memory.tokens = undefined;
    await sendAway(write);
    expect(app.memory.sentTo?.searchParams.get("scope")).toBe("demo:read demo:write");
    await finishAuthorization(app, connection, alice(dev));
    expect(await write()).toMatch(/^Noted\./);
    expect(app.memory.tokens).toMatchObject({ scope: "demo:read demo:write" });
  });

  it("[mcp:F2] with a secret refreshes from two connections at once", async () => {
    const app = createApp<Kept>({ authMethod: "client_secret_basic" });
    await using one = await connectAnew(app, alice(dev), () => open(app, dev.mcpUrl));
    await using two = open(app, dev.mcpUrl);
    await two.connect();
    spoilAccessToken(app);
    const refreshes = await refreshAtOnce(app, [one, two]);
    const { refresh_token } = app.memory.tokens ?? {};
    const expected = { status: 200, scheme: "Basic", received: { refresh_token } };
    expect(refreshes).toMatchObject([expected, expected]);
  });

  it("[seed:T12 mcp:R9] that was deleted registers anew when it has to refresh", async () => {
    const app = createApp<Kept>();
    await using connection = await connectAnew(app, alice(served), () => open(app, served.mcpUrl));
    const first = app.memory.information?.client_id ?? "";
    await served.command("clients", "delete", first);
    spoilAccessToken(app);
    await sendAway(() => connection.call("whoami"));
    expect(app.wire.at("/token").at(-1)).toMatchObject({ status: 401, received: { error: "invalid_client" } });
    const second = app.memory.information?.client_id;
    // A public client that says the same gets the same id, and nothing of what the deleted one held.
    expect(app.wire.at("/register")).toHaveLength(2);
    expect(second).toBe(first);
    await finishAuthorization(app, connection, alice(served));
    // An MCP session belongs to the client that began it.
    await using again = open(app, served.mcpUrl);
    await again.connect();
    expect(await again.call("whoami")).toContain(second);
  });
});

describe("an application that an administrator registered", () => {
  it.each(["public", "confidential"] as const)(
    "[seed:S61 seed:S62] and that is %s comes from a 401 to the answer of a tool",
    async (type) => {
      const options = ["--name", "Notes", "--type", type, "--redirect-uri", loopbackRedirectUri];
      const registered = created.parse(await served.command("clients", "create", ...options));
      const app = createApp<Kept>({ registered });
      await using connection = await connectAnew(app, alice(served), () => open(app, served.mcpUrl));
      expect(registered.client_secret === undefined).toBe(type === "public");
      expect(app.wire.at("/register")).toEqual([]);
      expect(await connection.call("whoami")).toContain(registered.client_id);
    },
  );

  it("[mcp:F1 mcp:F2 mcp:I1 seed:D106 seed:C26] works on when two connections refresh at once", async () => {
    const registered = await served.createClient({ type: "public", accessTokenTtlSeconds: 1 });
    const app = createApp<Kept>({ registered });
    await using one = await connectAnew(app, alice(served), () => open(app, served.mcpUrl));
    await using two = open(app, served.mcpUrl);
    await two.connect();
    await waitForExpiry(served.mcpUrl, app);
    const old = app.memory.tokens?.refresh_token ?? "";
    const refreshes = await refreshAtOnce(app, [one, two]);
    const expected = { status: 200, sent: { refresh_token: old, resource: served.mcpUrl } };
    expect(refreshes).toMatchObject([expected, expected]);
    const leaf = app.memory.tokens?.refresh_token ?? "";
    expect(refreshes).toMatchObject([leaf, leaf].map((token) => ({ received: { refresh_token: token } })));

    // The one leaf lives; once it is used, the token before it is a stolen one.
    const endpoint = refreshes[0]?.url ?? new URL(served.issuer);
    const next = await refresh(endpoint, registered.client_id, leaf);
    expect(next).toMatch(/^sp_rt_/);
    expect(await refresh(endpoint, registered.client_id, old)).toBe("invalid_grant");
    expect(await refresh(endpoint, registered.client_id, next)).toBe("invalid_grant");
  });
});
