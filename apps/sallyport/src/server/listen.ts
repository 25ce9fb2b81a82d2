import { createServer, type RequestListener, type Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { refuseTunnels, serverOptions } from "@sallyport/http";
import { Failure, hasCode } from "../terminal/failure.ts";

type Server = HttpServer | HttpsServer;

/** For https: private key and certificate, as PEM. */
export interface Certified {
  key: string;
  cert: string;
}

export interface ListenOptions {
  /** Addresses to listen on, all with one port; of the loopback ones those that the machine has. */
  hosts: readonly string[];
  /** 0: any free one. */
  port: number;
  /** Named in errors: `--port`. */
  flag: string;
  /** Absent: http. */
  tls?: Certified | undefined;
  /** How long a request with its body may take to arrive; absent: as long as a form takes. */
  requestTimeoutMs?: number | undefined;
}

/** Ports that are held, before there is anything to answer with. */
export interface Listening {
  port: number;
  /** Sets what answers from now on; requests wait until then. */
  serve(listener: RequestListener): void;
  /** Stops accepting, lets requests in flight finish, then cuts what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export const bothLoopbacks: readonly string[] = ["127.0.0.1", "::1"];

const maxAttempts = 20;

/** @throws Failure port_taken, address_unavailable, port_forbidden */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { hosts } = options;
  for (let attempt = 1; ; attempt += 1) {
    const open: Server[] = [];
    try {
      for (const host of hosts) {
        const port = open.length === 0 ? options.port : portOf(open[0]);
        const server = await listenOn(options, host, port);
        if (server !== undefined) open.push(server);
      }
      return combine(open);
    } catch (error) {
      for (const server of open) server.close();
      // The free port of one address can be taken on the other.
      if (options.port !== 0 || attempt === maxAttempts) throw describe(error, options);
    }
  }
}

/** As `listen`, but goes on to the next port while one is taken. */
export async function listenNear(options: ListenOptions): Promise<Listening> {
  for (let port = options.port; ; port += 1) {
    try {
      return await listen({ ...options, port });
    } catch (error) {
      const isTaken = error instanceof Failure && error.code === "port_taken";
      if (!isTaken || port + 1 >= options.port + maxAttempts) throw error;
    }
  }
}

async function listenOn({ hosts, ...options }: ListenOptions, host: string, port: number): Promise<Server | undefined> {
  const server = await createFor(options);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host, exclusive: true }, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return server;
  } catch (error) {
    const isMissing = hasCode(error, "EADDRNOTAVAIL") || hasCode(error, "EAFNOSUPPORT");
    if (isMissing && hosts.length > 1 && host === "::1") return undefined;
    throw error;
  }
}

async function createFor({ tls, requestTimeoutMs }: Pick<ListenOptions, "tls" | "requestTimeoutMs">): Promise<Server> {
  const options = { ...serverOptions, requestTimeout: requestTimeoutMs ?? serverOptions.requestTimeout };
  if (tls === undefined) return createServer(options);
  const { key, cert } = tls;
  const https = await import("node:https");
  return https.createServer({ ...options, handshakeTimeout: options.headersTimeout, key, cert });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (address === null || address === undefined || typeof address === "string") throw new Error("there is no port");
  return address.port;
}

function describe(error: unknown, { hosts, port, flag }: ListenOptions): unknown {
  const [host] = hosts;
  if (hasCode(error, "EADDRINUSE")) {
    const message = `port ${port} is in use by another program: stop it, or choose another port with ${flag} (0: any free port)`;
    return new Failure("port_taken", message, { field: flag });
  }
  if (hasCode(error, "EACCES")) {
    return new Failure("port_forbidden", `port ${port} needs more privileges: choose a port above 1023 with ${flag}`, {
      field: flag,
    });
  }
  if (hasCode(error, "ERR_SOCKET_BAD_PORT")) {
    return new Failure("port_out_of_range", `${port} is not a valid port: choose another with ${flag}`, {
      field: flag,
    });
  }
  if (hasCode(error, "EADDRNOTAVAIL") || hasCode(error, "ENOTFOUND")) {
    return new Failure("address_unavailable", `this machine does not have the address ${host}`);
  }
  return error;
}

function combine(servers: readonly Server[]): Listening {
  const answering = Promise.withResolvers<RequestListener>();
  let known: RequestListener | undefined;
  let isClosing = false;
  const closeIdle = (): void => {
    for (const server of servers) server.closeIdleConnections();
  };
  const receive: RequestListener = (request, response) => {
    // A connection that its client keeps for the next request would hold the close up.
    response.once("finish", () => void (isClosing && setImmediate(closeIdle)));
    if (known !== undefined) known(request, response);
    else void answering.promise.then((listener) => listener(request, response));
  };
  for (const server of servers) {
    refuseTunnels(server);
    server.on("request", receive);
  }
  return {
    port: portOf(servers[0]),
    serve(listener) {
      known = listener;
      answering.resolve(listener);
    },
    async close(graceMs) {
      isClosing = true;
      const closed = servers.map((server) => new Promise<void>((resolve) => void server.close(() => resolve())));
      closeIdle();
      const cut = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, graceMs);
      await Promise.all(closed);
      clearTimeout(cut);
    },
  };
}
