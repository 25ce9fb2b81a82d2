import type { Answer } from "../answer.ts";
import type { Call, Caller } from "../caller.ts";
import type { McpEvidence } from "../evidence.ts";

const protocolVersion = "2025-11-25";
/** Where the MCP Inspector stands, which is the browser client that people try first. */
export const browserOrigin = "http://localhost:6274";
/** Every metadata request of the SDKs carries it. */
export const metadataHeaders = { accept: "application/json", "mcp-protocol-version": protocolVersion };

const mcpHeaders = {
  accept: "application/json, text/event-stream",
  "content-type": "application/json",
  "mcp-protocol-version": protocolVersion,
};

/** The first request of every client. */
const initialize = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion, capabilities: {}, clientInfo: { name: "sallyport-doctor", version: "1" } },
};

export function initializeCall(headers: Record<string, string> = {}): Call {
  return { headers: { ...mcpHeaders, ...headers }, body: JSON.stringify(initialize) };
}

export function toolCall(name: string, headers: Record<string, string>): Call {
  const call = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name, arguments: {} } };
  return { headers: { ...mcpHeaders, ...headers }, body: JSON.stringify(call) };
}

/** What a browser asks before a request with these headers. */
export function preflightCall(method: string, headers: string): Call {
  return {
    method: "OPTIONS",
    headers: {
      origin: browserOrigin,
      "access-control-request-method": method,
      "access-control-request-headers": headers,
    },
  };
}

export async function gatherMcp(caller: Caller, mcpUrl: string, bare: Answer): Promise<McpEvidence> {
  const fromBrowser = await caller(mcpUrl, initializeCall({ origin: browserOrigin }));
  const preflight = await caller(mcpUrl, preflightCall("POST", "authorization,content-type,mcp-protocol-version"));
  const withBadToken = await caller(mcpUrl, initializeCall({ authorization: "Bearer sallyport-doctor-no-token" }));
  return { bare, fromBrowser, preflight, withBadToken };
}
