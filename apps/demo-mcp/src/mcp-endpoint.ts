import { randomUUID } from "node:crypto";
import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { isInitializeRequest } from "@modelcontextprotocol/sdk/types.js";
import type { Request, Response } from "express";
import type { Sessions } from "./sessions.ts";
import { createDemoServer, subjectOf } from "./tools.ts";
import type { Notes } from "./tools.ts";

/** A request that was let through, with the caller that `protect` has found. */
export type ProtectedRequest = Request & { readonly auth?: AuthInfo };

export type DemoSessions = Sessions<StreamableHTTPServerTransport>;

/** Streamable HTTP with sessions: POST for messages, GET for the stream, DELETE for the end. */
export function createMcpEndpoint(
  sessions: DemoSessions,
): (request: ProtectedRequest, response: Response) => Promise<void> {
  const notes: Notes = new Map();
  return async (request, response) => {
    const owner = ownerOf(request.auth);
    const id = request.get("mcp-session-id");
    if (id === undefined) {
      if (!isInitializeRequest(request.body)) return refuse(response, 400, "Mcp-Session-Id is missing");
      const transport = await openSession(sessions, owner, notes);
      return transport.handleRequest(request, response, request.body);
    }
    const transport = sessions.find(id, owner);
    if (transport === undefined) return refuse(response, 404, "Session not found");
    response.once("close", sessions.begin(id));
    await transport.handleRequest(request, response, request.body);
  };
}

/** A session belongs to one person at one client: an id that leaks opens nothing to others. */
function ownerOf(auth: AuthInfo | undefined): string {
  return JSON.stringify([auth?.extra?.["issuer"], subjectOf(auth), auth?.clientId]);
}

async function openSession(
  sessions: DemoSessions,
  owner: string,
  notes: Notes,
): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => {
      sessions.add(id, owner, transport);
    },
    onsessionclosed: (id) => {
      sessions.remove(id);
    },
  });
  await createDemoServer(notes).connect(transport);
  return transport;
}

function refuse(response: Response, status: number, message: string): void {
  response.status(status).json({ jsonrpc: "2.0", error: { code: -32_000, message }, id: null });
}
