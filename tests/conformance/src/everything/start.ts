import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from "@modelcontextprotocol/node";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { createEventStore } from "./event-store.ts";
import { createSessionServer } from "./session-server.ts";
import { createStatelessServer } from "./stateless-server.ts";
import { listenOnLoopback } from "../loopback-server.ts";

export interface Everything extends AsyncDisposable {
  readonly url: string;
}

/** An MCP server on the SDK v1 that has everything of 2025-11-25: sessions, and streams that can be resumed. */
export async function startSessions(): Promise<Everything> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const eventStore = createEventStore();
  return await serve((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) return void response.writeHead(404).end();
    await (known ?? (await open())).handleRequest(request, response);
  }

  async function open(): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore,
      retryInterval: 10,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    await createSessionServer().connect(transport);
    return transport;
  }
}

/** One on the SDK v2 that has everything of 2026-07-28, which knows no sessions. */
export async function startStateless(): Promise<Everything> {
  const handler = createMcpHandler(() => createStatelessServer(handler.notify), { legacy: "reject" });
  // Node's type says that a request might have no method; those that a server receives have one.
  return await serve(toNodeHandler(handler) as RequestListener);
}

/** As every MCP server of this machine should, it answers to its own names alone. */
async function serve(answer: RequestListener): Promise<Everything> {
  const guards = [localhostHostValidation(), localhostOriginValidation()];
  const server = createServer((request, response) => {
    if (guards.every((admits) => admits(request, response))) answer(request, response);
  });
  const listening = await listenOnLoopback(server);
  return {
    url: `http://localhost:${listening.port}/mcp`,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
