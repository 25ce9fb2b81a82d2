import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** A server that must be left alone: it counts who connects, and never answers. */
export interface Canary {
  port: number;
  addresses: readonly string[];
  /** How many connections came in. Whatever was opened before the call is counted. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** Listens at the same port of every loopback address that this machine has among `addresses`. */
export async function openCanary(addresses = ["127.0.0.1", "::1", "127.0.0.2", "127.255.255.254"]): Promise<Canary> {
  const seen: Socket[] = [];
  const servers: Server[] = [];
  let port = 0;
  let knocks = 0;
  for (const address of addresses) {
    const server = createServer((socket) => seen.push(socket.on("error", () => undefined)));
    if (await listens(server, port, address)) {
      servers.push(server);
      port = portOf(server);
    }
  }
  return {
    port,
    addresses: servers.map((server) => addressOf(server)),
    async connections() {
      await Promise.all(servers.map((server) => knock(server)));
      knocks += servers.length;
      return seen.length - knocks;
    },
    async close() {
      for (const socket of seen) socket.destroy();
      await Promise.all(servers.map((server) => closed(server)));
    },
  };
}

/** A connection of our own: when it was accepted, so were all that were opened before it. */
async function knock(server: Server): Promise<void> {
  const accepted = once(server, "connection");
  const socket = connect(portOf(server), addressOf(server));
  await accepted;
  socket.destroy();
}

async function listens(server: Server, port: number, host: string): Promise<boolean> {
  server.listen(port, host);
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  }
}

export interface Host {
  port: number;
  /** Connections, in the order in which they came. */
  sockets: Socket[];
  /** Paths that were asked for. */
  requests: string[];
  close(): Promise<void>;
}

/** A server at 127.0.0.1 that speaks https with `credentials`, or http without. */
export async function openHost(
  listener: RequestListener,
  credentials?: { key: string; cert: string },
  address = "127.0.0.1",
): Promise<Host> {
  const server = credentials === undefined ? createHttpServer() : createHttpsServer(credentials);
  const host = await openRawHost(server, address);
  server.on("request", (request, response) => {
    host.requests.push(request.url ?? "");
    listener(request, response);
  });
  return host;
}

/** The same for a server whose connections are handled elsewhere. */
export async function openRawHost(server: Server, address = "127.0.0.1"): Promise<Host> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => sockets.push(socket.on("error", () => undefined)));
  server.listen(0, address);
  await once(server, "listening");
  return {
    port: portOf(server),
    sockets,
    requests: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      await closed(server);
    },
  };
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

function infoOf(server: Server): AddressInfo {
  const info = server.address();
  if (info === null || typeof info === "string") throw new Error("the server does not listen at a port");
  return info;
}

function portOf(server: Server): number {
  return infoOf(server).port;
}

function addressOf(server: Server): string {
  return infoOf(server).address;
}
