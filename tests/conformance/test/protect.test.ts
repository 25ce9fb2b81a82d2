import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from "@modelcontextprotocol/client";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as Transport1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { beforeAll, describe, expect, it } from "vitest";
import { connectAnew, finishAuthorization, sendAway } from "../src/mcp-app.ts";
import { createPerson } from "../src/browser-person.ts";
import { type Protected, startProtected } from "../src/protected.ts";
import { sdks, v1, v2 } from "../src/sdks.ts";
import { startAll } from "../src/start-all.ts";

const about = { name: "notes", version: "1.0.0" };
const capabilities = { elicitation: {} };
const contact = { name: "Alice", email: "alice@example.com" };

let server: Protected;
beforeAll(
  startAll(async (stack) => {
    server = stack.use(await startProtected());
  }),
);

type Headers = Readonly<Record<string, string>>;

/** A client that answers questions, and notes what it is told. */
const clients = {
  async v1(url: string, headers: Headers) {
    const told: unknown[] = [];
    const client = new Client1(about, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: contact }));
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void told.push(params.data));
    const transport = new Transport1(new URL(url), { requestInit: { headers } });
    await client.connect(transport);
    return { client, transport, told };
  },
  async v2(url: string, headers: Headers) {
    const told: unknown[] = [];
    const client = new Client2(about, { capabilities });
    client.setRequestHandler("elicitation/create", () => ({ action: "accept", content: contact }));
    client.setNotificationHandler("notifications/message", ({ params }) => void told.push(params.data));
    const transport = new Transport2(new URL(url), { requestInit: { headers } });
    await client.connect(transport);
    return { client, transport, told };
  },
};

/** The same server, with nothing before it and behind the proxy. */
const ways = [
  { way: "unprotected", at: () => ({ url: server.openUrl, headers: {} }) },
  {
    way: "protected",
    at: () => ({ url: server.url, headers: { authorization: `Bearer ${server.accessToken}` } }),
  },
];
const both = ways.flatMap((one) => (["v1", "v2"] as const).map((sdk) => ({ ...one, sdk })));

describe.each(both)("the SDK's example server, $way, with the SDK $sdk", ({ at, sdk }) => {
  it("[mcp:H14] lists and calls tools, and streams what happens meanwhile", async () => {
    const { url, headers } = at();
    const { client, told } = await clients[sdk](url, headers);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("greet");
    const { content } = await client.callTool({ name: "multi-greet", arguments: { name: "Alice" } });
    expect(content).toEqual([{ type: "text", text: "Good morning, Alice!" }]);
    expect(told).toContain("Sending first greeting to Alice");
    await client.close();
  });

  it("asks the client back in the middle of a call", async () => {
    const { url, headers } = at();
    const { client } = await clients[sdk](url, headers);
    const answer = await client.callTool({ name: "collect-user-info", arguments: { infoType: "contact" } });
    expect(JSON.stringify(answer.content)).toContain(contact.email);
    await client.close();
  });

  it("knows a session until it is ended", async () => {
    const { url, headers } = at();
    const { client, transport } = await clients[sdk](url, headers);
    const session = { "mcp-session-id": transport.sessionId ?? "" };
    const listen = () => fetch(url, { headers: { ...headers, ...session, accept: "text/event-stream" } });
    await transport.terminateSession();
    await client.close();
    const { status, body } = await listen();
    await body?.cancel();
    expect(status).toBe(404);
  });
});

/** The data of all events of a stream, until there is one that `isLast`. */
async function readEvents({ body }: Response, isLast: (event: string) => boolean): Promise<string[]> {
  const events: string[] = [];
  let rest = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop() ?? "";
    events.push(...parts);
    if (parts.some(isLast)) break;
  }
  return events;
}

describe.each(ways)("a stream of the example server, $way,", ({ at }) => {
  it("is resumed where it broke off", async () => {
    const { url, headers } = at();
    const post = (message: object, more: Headers = {}) =>
      fetch(url, {
        method: "POST",
        headers: {
          ...headers,
          ...more,
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
        },
        body: JSON.stringify({ jsonrpc: "2.0", ...message }),
      });
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: about };
    const begun = await post({ id: 1, method: "initialize", params });
    await begun.text();
    const session = { "mcp-session-id": begun.headers.get("mcp-session-id") ?? "" };
    await (await post({ method: "notifications/initialized" }, session)).text();
    const call = { name: "multi-greet", arguments: { name: "Alice" } };
    // With this version a stream begins with an event that has nothing but an id.
    const version = { "mcp-protocol-version": params.protocolVersion };
    const broken = await post({ id: 2, method: "tools/call", params: call }, { ...session, ...version });
    const [first = ""] = await readEvents(broken, () => true);
    const lastId = /^id: (.*)$/m.exec(first)?.[1] ?? "";
    const listen = { ...headers, ...session, ...version, accept: "text/event-stream", "last-event-id": lastId };
    const resumed = await readEvents(await fetch(url, { headers: listen }), (event) => event.includes('"id":2'));
    expect(resumed.join("")).toContain("Good morning, Alice!");
    expect(first).not.toContain("Good morning");
  });
});

describe.each(sdks)("an application on the SDK $name", (sdk) => {
  it("[mcp:D2 mcp:H2 mcp:R4] comes from a 401 of the proxy to the answer of a tool", async () => {
    const { app, open } = sdk.start();
    await using connection = await connectAnew(app, createPerson(server.account), () => open(server.url));
    expect(app.memory.tokens).toMatchObject({ scope: "greet" });
    expect(await connection.call("greet", { name: "Bob" })).toBe("Hello, Bob!");
  });
});

describe("a tool that needs more than the token has", () => {
  it("[mcp:H15] leads the SDK v2 to ask for it beside what it has", async () => {
    await using own = await startProtected();
    const { app, open } = v2.start();
    const person = createPerson(own.account);
    await using connection = await connectAnew(app, person, () => open(own.url));
    const greet = () => connection.call("multi-greet", { name: "Bob" });
    await sendAway(greet);
    expect(app.memory.sentTo?.searchParams.get("scope")).toBe("greet party");
    await finishAuthorization(app, connection, person);
    expect(await greet()).toBe("Good morning, Bob!");
  });

  it("[mcp:H8 mcp:H15] is refused to the SDK v1 by 403 with what is missing", async () => {
    await using own = await startProtected();
    const { app, open } = v1.start();
    await using connection = await connectAnew(app, createPerson(own.account), () => open(own.url));
    await expect(connection.call("multi-greet", { name: "Bob" })).rejects.toMatchObject({ code: 403 });
    const challenge = expect.stringContaining('error="insufficient_scope", scope="greet party"');
    expect(app.wire.at("/mcp").find(({ status }) => status === 403)).toMatchObject({ challenge });
  });
});
