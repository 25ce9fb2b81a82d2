import type { IncomingMessage, ServerOptions } from "node:http";
import type { Duplex } from "node:stream";

/** For `http.createServer`: nobody holds a connection without sending, or sends more than we will read. */
export const serverOptions: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  // Longer than the idle time of common proxies, so that they close first.
  keepAliveTimeout: 65_000,
  insecureHTTPParser: false,
  requireHostHeader: true,
};

/** Of http or https. */
interface TunnelServer {
  on(event: "connect", listener: (request: IncomingMessage, socket: Duplex) => void): unknown;
}

/** Answers CONNECT, which never reaches the routes: this is no proxy. */
export function refuseTunnels(server: TunnelServer): void {
  server.on("connect", (_request, socket) => {
    // From here on the server knows nothing of the socket: neither its errors nor its end are looked after.
    const refusal = "HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    socket.on("error", () => socket.destroy()).end(refusal, () => socket.destroy());
  });
}
