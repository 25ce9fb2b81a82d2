import { createServer } from "node:http";
import type { Server } from "node:http";
import type { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createDemoApp } from "./app.ts";
import type { DemoRevocations } from "./app.ts";
import { createSessions } from "./sessions.ts";

export interface DemoMcpOptions {
  /** The authorization server whose tokens are accepted; it need not run yet. */
  readonly issuer: string;
  /** Absent: a revoked token lives until it expires. */
  readonly revocations?: DemoRevocations | undefined;
  /** The address to listen on; 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** 0, the default: any free port. */
  readonly port?: number | undefined;
  /** The URL of the MCP endpoint as clients see it, when it is not the address that is listened on. */
  readonly publicUrl?: string | undefined;
  readonly maxSessions?: number | undefined;
  readonly idleSeconds?: number | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
}

export interface DemoMcp {
  /** The MCP endpoint, which is also the resource that tokens are for. */
  readonly url: string;
  /** Ends all sessions and connections. */
  close(): Promise<void>;
}

/** Starts the demo MCP server. */
export async function startDemoMcp(options: DemoMcpOptions): Promise<DemoMcp> {
  const { issuer, host = "127.0.0.1", port = 0, publicUrl, now = systemSeconds } = options;
  const { maxSessions = 100, idleSeconds = 1_800 } = options;
  const sessions = createSessions<StreamableHTTPServerTransport>({ maxSessions, idleSeconds, now });
  const server = createServer();
  const boundPort = await listen(server, host, port);
  const url = publicUrl?.replace(/\/$/, "") ?? `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}/mcp`;
  try {
    server.on("request", createDemoApp({ issuer, revocations: options.revocations, url, sessions, now }));
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sessions.closeAll();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

function systemSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
