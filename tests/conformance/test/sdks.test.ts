import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  connectAnew,
  finishAuthorization,
  refresh,
  refreshAtOnce,
  type Registered,
  sendAway,
  spoilAccessToken,
  waitForExpiry,
} from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { loopbackRedirectUri, type Program, type Served, startDev, startServe } from "../src/program.ts";
import { sdks, v1, v2 } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";

const created = z.object({ client_id: z.string(), client_secret: z.string().exactOptional() });

async function createByCommand(type: string): Promise<Registered> {
  const options = ["--name", "Notes", "--type", type, "--redirect-uri", loopbackRedirectUri];
  return created.parse(await served.command("clients", "create", ...options));
}

const alice = ({ account }: Program) => createPerson(account);

let dev: Program;
let served: Served;
beforeAll(
  startAll(async (stack) => {
    dev = stack.use(await startDev());
    served = stack.use(await startServe());
  }),
);

describe.each(sdks)("an application on the SDK $name that registers itself", (sdk) => {
  it("[mcp:D2 mcp:H2 mcp:R4] comes from a 401 to the answer of a tool", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(dev), () => open(dev.mcpUrl));
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
      const { app, open } = sdk.start({ authMethod });
      await using connection = await connectAnew(app, alice(dev), () => open(dev.mcpUrl));
      const { information } = app.memory;
      expect(information).toMatchObject({ token_endpoint_auth_method: authMethod, client_secret_expires_at: 0 });
      const [redeemed] = app.wire.at("/token");
      const isBasic = authMethod === "client_secret_basic";
      expect(redeemed).toMatchObject({ status: 200, scheme: isBasic ? "Basic" : undefined });
      expect(redeemed?.sent["client_secret"]).toBe(isBasic ? undefined : information?.client_secret);
      expect(await connection.call("whoami")).toContain(information?.client_id);
    },
  );

  it("[mcp:F2] with a secret refreshes from two connections at once", async () => {
    const { app, open } = sdk.start({ authMethod: "client_secret_basic" });
    await using one = await connectAnew(app, alice(dev), () => open(dev.mcpUrl));
    await using two = open(dev.mcpUrl);
    await two.connect();
    spoilAccessToken(app);
    const refreshes = await refreshAtOnce(app, [one, two]);
    const { refresh_token } = app.memory.tokens ?? {};
    const expected = { status: 200, scheme: "Basic", received: { refresh_token } };
    expect(refreshes).toMatchObject([expected, expected]);
  });

  it("[seed:T12 mcp:R9] that was deleted registers anew when it has to refresh", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, alice(served), () => open(served.mcpUrl));
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
    await using again = open(served.mcpUrl);
    await again.connect();
    expect(await again.call("whoami")).toContain(second);
  });
});

describe("an application that meets a tool which needs more", () => {
  // Each has a program of its own: to the same person the same application is what it was before.
  it("[mcp:H8 mcp:H15] on the SDK v1 gets no further at a tool that needs more, until it authorizes anew", async () => {
    await using dev = await startDev();
    const { app, open } = v1.start();
    await using connection = await connectAnew(app, alice(dev), () => open(dev.mcpUrl));
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

  it("[mcp:H15] on the SDK v2 asks for what a tool needs beside what it has, and gets both", async () => {
    await using dev = await startDev();
    const { app, open } = v2.start();
    const person = alice(dev);
    await using connection = await connectAnew(app, person, () => open(dev.mcpUrl));
    const write = () => connection.call("write_note", { text: "milk" });
    await sendAway(write);
    expect(app.memory.sentTo?.searchParams.get("scope")).toBe("demo:read demo:write");
    await finishAuthorization(app, connection, person);
    expect(await write()).toMatch(/^Noted\./);
    expect(app.memory.tokens).toMatchObject({ scope: "demo:read demo:write" });
    expect(app.wire.at("/token")).toHaveLength(2);
  });
});

describe.each(sdks)("an application on the SDK $name that an administrator registered", (sdk) => {
  it.each([
    { type: "public", by: "command" },
    { type: "public", by: "rpc" },
    { type: "confidential", by: "command" },
    { type: "confidential", by: "rpc" },
  ] as const)(
    "[seed:S61 seed:S62] and that is $type, made by $by, comes from a 401 to the answer of a tool",
    async ({ type, by }) => {
      const registered = by === "rpc" ? await served.createClient({ type }) : await createByCommand(type);
      const { app, open } = sdk.start({ registered });
      await using connection = await connectAnew(app, alice(served), () => open(served.mcpUrl));
      expect(registered.client_secret === undefined).toBe(type === "public");
      expect(app.wire.at("/register")).toEqual([]);
      expect(await connection.call("whoami")).toContain(registered.client_id);
    },
  );

  it("[mcp:F1 mcp:F2 mcp:I1 seed:D106 seed:C26] works on when two connections refresh at once", async () => {
    const registered = await served.createClient({ type: "public", accessTokenTtlSeconds: 1 });
    const { app, open } = sdk.start({ registered });
    await using one = await connectAnew(app, alice(served), () => open(served.mcpUrl));
    await using two = open(served.mcpUrl);
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
