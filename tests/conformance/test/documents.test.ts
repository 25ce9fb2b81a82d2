import { beforeAll, describe, expect, it } from "vitest";
import type { ClientHarness } from "../src/client-harness.ts";
import { startCoHosted } from "../src/co-hosted.ts";
import {
  type Connection,
  connectAnew,
  finishAuthorization,
  redirectUri,
  refreshAtOnce,
  sendAway,
  spoilAccessToken,
} from "../src/mcp-app.ts";
import { type Origin, startOrigin } from "../src/origin.ts";
import { createPerson, type Person } from "../src/browser-person.ts";
import { startSecureClientHarness } from "../src/secure-client-harness.ts";
import { type Sdk, sdks, type Started } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";

const maxClients = 24;
let harness: ClientHarness;
beforeAll(async () => {
  harness = await startSecureClientHarness(maxClients);
  return () => harness[Symbol.asyncDispose]();
});

/** Closes what it opened when the test ends. */
interface Client extends Started, AsyncDisposable {
  readonly id: string;
  readonly person: Person;
  connect(): Promise<Connection>;
}

let clients = 0;

/** A document that nobody has seen yet, of those that the program serves. */
function nextDocument(): string {
  clients += 1;
  const url = harness.hosted.get(`notes-${clients}`);
  if (url === undefined) throw new Error(`there are ${maxClients} documents only`);
  return url;
}

/** An application with its document. */
function start(sdk: Sdk, { mcpUrl = harness.mcpUrl, id = nextDocument() } = {}): Client {
  const stack = new AsyncDisposableStack();
  const one = sdk.start({ documentUrl: id });
  const person = createPerson(harness.account);
  return {
    ...one,
    id,
    person,
    connect: async () => stack.use(await connectAnew(one.app, person, () => one.open(mcpUrl))),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function reconnect({ open }: Client): Promise<Connection> {
  const connection = open(harness.mcpUrl);
  await connection.connect();
  return connection;
}

describe.each(sdks)("an application on the SDK $name with a metadata document", (sdk) => {
  it.each([
    ["that its developer gave to the program", () => nextDocument()],
    ["of its profile", () => harness.hosted.get(`typescript-sdk-${sdk.name.slice(1)}`) ?? ""],
  ])("[mcp:C1 mcp:C4 mcp:U2] comes in by the one %s, and goes on by refreshing", async (_which, documentOf) => {
    await using client = start(sdk, { id: documentOf() });
    const { app, id } = client;
    expect(id).toMatch(/^https:/);
    expect(id.startsWith(`${harness.issuer}/dev/clients/`)).toBe(true);
    const connection = await client.connect();
    spoilAccessToken(app);
    expect(await connection.call("whoami")).toContain(id);
    expect(app.wire.at("/register")).toEqual([]);
    expect(app.wire.at("/token")).toMatchObject([
      { status: 200, sent: { client_id: id, grant_type: "authorization_code", redirect_uri: redirectUri } },
      { status: 200, sent: { client_id: id, grant_type: "refresh_token" } },
    ]);
  });

  it("[mcp:C1 mcp:C18 mcp:U2 seed:D8] comes in by one at another site, which is fetched once", async () => {
    const site = `https://notes.example/oauth/${sdk.name}.json`;
    const published = harness.documents.publish(site, (address) => ({
      client_id: address,
      client_name: "Notes",
      redirect_uris: ["http://127.0.0.1/callback"],
      token_endpoint_auth_method: "none",
    }));
    await using client = start(sdk, { id: published });
    const connection = await client.connect();
    const { app, id } = client;
    expect(app.memory.information).toMatchObject({ client_id: id, issuer: harness.issuer });
    expect(app.wire.at("/register")).toEqual([]);
    expect(app.wire.at("/token")).toMatchObject([{ status: 200, sent: { client_id: id, redirect_uri: redirectUri } }]);
    expect(await connection.call("whoami")).toContain(id);
    expect(harness.documents.asked.filter((path) => path === new URL(id).pathname)).toHaveLength(1);
  });

  it.each([2, 5])("[mcp:F2 mcp:5.4] works on when %i connections refresh at once", async (count) => {
    await using client = start(sdk);
    const connections = [await client.connect()];
    while (connections.length < count) connections.push(await reconnect(client));
    const old = client.app.memory.tokens?.refresh_token;
    spoilAccessToken(client.app);
    const refreshes = await refreshAtOnce(client.app, connections);
    const { refresh_token } = client.app.memory.tokens ?? {};
    expect(refresh_token).not.toBe(old);
    const expected = { status: 200, sent: { refresh_token: old }, received: { refresh_token } };
    expect(refreshes).toMatchObject(connections.map(() => expected));
    for (const one of connections.slice(1)) await one[Symbol.asyncDispose]();
  });

  it("[mcp:C1 mcp:T4 mcp:5.7] that was deleted comes back as the same one, after its person has allowed it", async () => {
    await using client = start(sdk);
    const connection = await client.connect();
    const { app, id } = client;
    await harness.admin.mutate("clients.delete", { clientId: id });
    spoilAccessToken(app);
    await sendAway(() => connection.call("whoami"));
    expect(app.wire.at("/token").at(-1)).toMatchObject({ status: 400, received: { error: "invalid_grant" } });
    await finishAuthorization(app, connection, client.person);
    await using again = await reconnect(client);
    expect(await again.call("whoami")).toContain(id);
    expect(app.wire.at("/register")).toEqual([]);
  });

  it("[mcp:A12 mcp:T4 mcp:C17] that an operator shut out learns so, and is let in again", async () => {
    await using client = start(sdk);
    const connection = await client.connect();
    const { app, id: clientId, person } = client;
    await harness.admin.mutate("clients.setActive", { clientId, isActive: false });
    spoilAccessToken(app);
    await sendAway(() => connection.call("whoami"));
    expect(app.wire.at("/token").at(-1)).toMatchObject({ status: 401, received: { error: "invalid_client" } });
    expect(app.memory.information?.client_id).toBe(clientId);
    const { sentTo } = app.memory;
    await expect(finishAuthorization(app, connection, person)).rejects.toThrow(/^400 from /);
    await harness.admin.mutate("clients.setActive", { clientId, isActive: true });
    app.memory.sentTo = sentTo;
    await finishAuthorization(app, connection, person);
    await using again = await reconnect(client);
    expect(await again.call("whoami")).toContain(clientId);
  });

  it("[mcp:S2 mcp:H16 mcp:5.21] gets one more scope beside those it has", async () => {
    await using client = start(sdk);
    const connection = await client.connect();
    const { app } = client;
    const write = () => connection.call("write_note", { text: "milk" });
    // The first version answers a 403 by a refresh, which widens nothing.
    if (sdk.name === "v1") {
      await expect(write()).rejects.toMatchObject({ code: 403 });
      app.memory.tokens = undefined;
    }
    await sendAway(write);
    // Many a client asks for the missing scope alone.
    app.memory.sentTo?.searchParams.set("scope", "demo:write");
    await finishAuthorization(app, connection, client.person);
    expect(app.memory.tokens?.scope?.split(" ").toSorted()).toEqual(["demo:read", "demo:write"]);
    expect(await write()).toMatch(/^Noted\./);
  });

  it("takes no document by http, not even on loopback", async () => {
    const { app, open } = sdk.start({ documentUrl: "http://127.0.0.1:41000/client.json" });
    await using connection = open(harness.mcpUrl);
    await expect(connection.connect()).rejects.toThrow("clientMetadataUrl must be a valid HTTPS URL");
    expect(app.memory.sentTo).toBeUndefined();
  });
});

describe.each(sdks)("an application on the SDK $name finds the way", (sdk) => {
  let origin: Origin;
  beforeAll(
    startAll(async (stack) => {
      origin = stack.use(await startOrigin(harness));
      const scopes = [{ name: "demo:read" }, { name: "demo:write" }];
      await harness.admin.mutate("resources.create", { uri: origin.mcpUrl, scopes });
    }),
  );

  it.each([
    ["at the root", /^\/\.well-known\/oauth-protected-resource\/./, "/.well-known/oauth-protected-resource"],
    ["for the path", /^\/\.well-known\/oauth-protected-resource$/, "/.well-known/oauth-protected-resource/mcp"],
  ])("[mcp:H3 mcp:I1] when the resource has metadata %s only", async (_place, hidden, found) => {
    origin.hidden = hidden;
    await using client = start(sdk, { mcpUrl: origin.mcpUrl });
    const connection = await client.connect();
    const { exchanges } = client.app.wire;
    const good = exchanges.filter(({ url, status }) => url.pathname.includes("protected-resource") && status === 200);
    expect(new Set(good.map(({ url }) => url.pathname))).toEqual(new Set([found]));
    expect(client.app.wire.at("/token")).toMatchObject([{ sent: { resource: origin.mcpUrl } }]);
    expect(await connection.call("whoami")).toContain(client.id);
  });
});

describe("at an origin that the MCP server and the program share", () => {
  let place: Awaited<ReturnType<typeof startCoHosted>>;
  beforeAll(async () => {
    place = await startCoHosted();
    return () => place[Symbol.asyncDispose]();
  });

  it.each(
    sdks.flatMap((sdk) => [
      { sdk, what: "the resource has none", hidden: /protected-resource/, prefix: "/oauth/provider" },
      { sdk, what: "nobody has any", hidden: /^\/\.well-known\//, prefix: "" },
    ]),
  )("[mcp:D7 mcp:I4] the SDK $sdk.name gets along without metadata when $what", async ({ sdk, hidden, prefix }) => {
    const { origin, account } = place;
    origin.hidden = hidden;
    const one = sdk.start();
    const { app, open } = one;
    await using connection = await connectAnew(app, createPerson(account), () => open(origin.mcpUrl));
    expect(await connection.call("whoami")).toContain(app.memory.information?.client_id);
    const used = app.wire.exchanges.filter(({ url }) => /\/(register|token)$/.test(url.pathname));
    expect(used.map(({ url }) => url.href)).toEqual([
      `${origin.url}${prefix}/register`,
      `${origin.url}${prefix}/token`,
    ]);
    expect(used.at(-1)?.sent["resource"]).toBeUndefined();
  });
});
