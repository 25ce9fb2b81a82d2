import { createServer, request } from "node:http";
import { pipeline } from "node:stream";
import { listenOnLoopback } from "./loopback-server.ts";

/**
 * Sends on to `target` whatever comes, with a token: for programs that have none. Its own name becomes that of the
 * target, any other name stays as it is.
 */
export async function startBearerForwarder(target: string, token: string): Promise<{ url: string } & AsyncDisposable> {
  const { host, pathname } = new URL(target);
  const server = createServer((incoming, response) => {
    const { method, headers } = incoming;
    const named = headers.host === `localhost:${incoming.socket.localPort}` ? host : headers.host;
    const own = { host: named, authorization: `Bearer ${token}` };
    const sent = request(target, { method, headers: { ...headers, ...own }, agent: false });
    sent.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers).flushHeaders();
      pipeline(answer, response, () => undefined);
    });
    response.once("close", () => sent.destroy());
    sent.on("error", () => response.destroy());
    incoming.pipe(sent);
  });
  const listening = await listenOnLoopback(server);
  return {
    url: `http://localhost:${listening.port}${pathname}`,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}
