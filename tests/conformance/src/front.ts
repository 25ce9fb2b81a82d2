import { createServer, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface Front extends AsyncDisposable {
  /**
   * Leaves `none` out of the server's metadata: a client that takes the weakest method on offer then
   * has to use its secret.
   */
  hidesNone: boolean;
}

/** A reverse proxy on loopback. */
export async function startFront(port: number, upstreamPort: number): Promise<Front> {
  const server = createServer((incoming, outgoing) => {
    const { method, url = "/", headers } = incoming;
    const passed = request({ host: "127.0.0.1", port: upstreamPort, method, path: url, headers });
    passed.on("error", () => outgoing.destroy());
    passed.on("response", (answer: IncomingMessage) => {
      outgoing.statusCode = answer.statusCode ?? 502;
      if (front.hidesNone && url.startsWith("/.well-known/")) {
        void text(answer).then((document) =>
          outgoing.setHeader("content-type", "application/json").end(withoutNone(document)),
        );
      } else {
        answer.pipe(outgoing.writeHead(outgoing.statusCode, answer.headers));
      }
    });
    incoming.pipe(passed);
  });
  const front = {
    hidesNone: false,
    async [Symbol.asyncDispose]() {
      const { promise: closed, resolve: close } = Promise.withResolvers<void>();
      server.close(() => close());
      server.closeAllConnections();
      await closed;
    },
  };
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject).listen(port, "127.0.0.1", resolve);
  await listening;
  return front;
}

function withoutNone(document: string): string {
  return JSON.stringify(JSON.parse(document), (_, value: unknown) =>
    Array.isArray(value) ? value.filter((one) => one !== "none") : value,
  );
}
