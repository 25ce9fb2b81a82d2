import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { startTestServer, type TestServer } from "@sallyport/test-kit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type NotesServer, startNotesServer } from "./notes-server.ts";

let server: TestServer;
let notes: NotesServer;
beforeAll(async () => {
  server = await startTestServer();
  // Tokens end by the clock of the server, so that a test can move it.
  const now = async () => new Date((await server.clock.get()).time);
  notes = await startNotesServer({ issuer: server.issuer, now });
  await server.seed({ resources: [{ uri: notes.url, scopes: [{ name: "notes:read" }] }] });
});
afterAll(async () => {
  notes.close();
  await server.close();
});

/** Calls a tool with the token, as an MCP client does. */
async function call(accessToken: string, name: string, input: Record<string, unknown> = {}): Promise<unknown> {
  const requestInit = { headers: { authorization: `Bearer ${accessToken}` } };
  const client = new Client({ name: "tests", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(notes.url), { requestInit }));
  const { content } = await client.callTool({ name, arguments: input });
  await client.close();
  return content;
}

it("keeps the notes of each person apart", async () => {
  const alice = await server.issueToken({ person: "alice", resource: notes.url });
  const bob = await server.issueToken({ person: "bob", resource: notes.url });
  await call(alice.accessToken, "add_note", { text: "milk" });
  expect(await call(alice.accessToken, "list_notes")).toEqual([{ type: "text", text: "milk" }]);
  expect(await call(bob.accessToken, "list_notes")).toEqual([]);
});

it("tells clients where to get a token", async () => {
  const response = await fetch(notes.url, { method: "POST" });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("/.well-known/oauth-protected-resource/mcp");
});

it("refuses a token without the scope, and one for somebody else", async () => {
  const elsewhere = "https://elsewhere.example/mcp";
  await server.seed({ resources: [{ uri: elsewhere, scopes: [{ name: "notes:read" }] }] });
  const narrow = await server.issueToken({ resource: notes.url, scope: "openid" });
  const foreign = await server.issueToken({ resource: elsewhere });
  await expect(call(narrow.accessToken, "list_notes")).rejects.toThrow("insufficient_scope");
  await expect(call(foreign.accessToken, "list_notes")).rejects.toThrow("invalid_token");
});

it("refuses a token that has expired", async () => {
  const { accessToken, expiresInSeconds } = await server.issueToken({ resource: notes.url });
  await call(accessToken, "list_notes");
  await server.clock.advance(expiresInSeconds);
  await expect(call(accessToken, "list_notes")).rejects.toThrow("invalid_token");
});
