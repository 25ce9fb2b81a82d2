import { McpServer as McpServerV1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { requireScopes } from "../src/mcp-sdk-v2.ts";

/** A tool of the servers below that needs more than the rest; `scopesFor` reads it. */
export const tools = {
  whoami: { scopes: [], description: "Tells who is calling" },
  write_note: { scopes: ["notes:write"], description: "Keeps a note" },
};

function textOf(value: unknown) {
  return { content: [{ type: "text" as const, text: JSON.stringify(value) }] };
}

/** A server of the SDK's first version, with the caller from `authInfo`. */
export function createServerV1(): McpServerV1 {
  const server = new McpServerV1({ name: "notes", version: "1.0.0" });
  server.registerTool("whoami", tools.whoami, ({ authInfo }) => textOf(authInfo?.clientId));
  server.registerTool("write_note", tools.write_note, ({ authInfo }) => textOf(authInfo?.extra?.["subject"]));
  return server;
}

/** A server of the SDK's second version; it challenges for `share` by itself. */
function createServerV2(): McpServer {
  const server = new McpServer({ name: "notes", version: "1.0.0" });
  server.registerTool("whoami", tools.whoami, (context) => textOf(context.http?.authInfo?.clientId));
  server.registerTool("write_note", tools.write_note, (context) => textOf(context.http?.authInfo?.extra?.["subject"]));
  const share = { description: "Shares a note", scopeChallenge: requireScopes("notes:share") };
  server.registerTool("share", share, () => textOf("shared"));
  return server;
}

/** Serves 2026-07-28 and older clients alike. */
export function createHandlerV2() {
  return createMcpHandler(createServerV2);
}
