import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { z } from "zod";
import { writeScope } from "./scopes.ts";

const maxNotes = 100;
const maxNoteLength = 1_000;

/** Notes by person. */
export type Notes = Map<string, string[]>;

/** The tools with what they need beyond the scope that every request needs; the HTTP layer reads `scopes`. */
export const demoTools = {
  whoami: {
    scopes: [],
    description: "Tells who is calling, by which client and with which scopes.",
    annotations: { readOnlyHint: true },
  },
  write_note: {
    scopes: [writeScope],
    description: "Keeps a note until the demo stops.",
    inputSchema: { text: z.string().min(1).max(maxNoteLength) },
  },
};

/** An MCP server with the demo's two tools, for one session. */
export function createDemoServer(notes: Notes): McpServer {
  const server = new McpServer({ name: "sallyport-demo", version: "0.0.0" });
  server.registerTool("whoami", demoTools.whoami, ({ authInfo }) => {
    const answer = { client_id: authInfo?.clientId, subject: subjectOf(authInfo), scopes: authInfo?.scopes };
    return { content: [{ type: "text", text: JSON.stringify(answer) }] };
  });
  server.registerTool("write_note", demoTools.write_note, ({ text }, { authInfo }) => {
    const person = subjectOf(authInfo);
    const kept = [...(notes.get(person) ?? []), text].slice(-maxNotes);
    notes.set(person, kept);
    return { content: [{ type: "text", text: `Noted. You have ${kept.length}.` }] };
  });
  return server;
}

/** `sub` of the access token, which the resource server has checked. */
export function subjectOf(auth: AuthInfo | undefined): string {
  return z.string().parse(auth?.extra?.["subject"]);
}
