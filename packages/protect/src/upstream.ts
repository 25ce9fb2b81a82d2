import { Agent, request as requestHttp } from "node:http";
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { Agent as SecureAgent, request as requestHttps } from "node:https";

/**
 * Each request has a connection of its own: what one leaves behind can never be read as the answer to the next, and none
 * fails because the upstream has just closed the connection.
 */
const agents = { http: new Agent({ keepAlive: false }), https: new SecureAgent({ keepAlive: false }) };
const connectMilliseconds = 10_000;
const probeMilliseconds = 30_000;

export interface UpstreamRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
}

/**
 * A request to the upstream; redirects are not followed. Only connecting has a time limit: a tool may take as long as the
 * client waits, and a stream may be silent for hours; TCP itself finds out about a machine that is gone.
 */
export function openUpstream({ url, method, headers }: UpstreamRequest): ClientRequest {
  const isSecure = url.protocol === "https:";
  const options = { method, headers, timeout: connectMilliseconds };
  const sent = isSecure
    ? requestHttps(url, { ...options, agent: agents.https })
    : requestHttp(url, { ...options, agent: agents.http });
  sent.on("timeout", () => void sent.destroy(new Error("no connection in time")));
  sent.once("socket", (socket) => {
    socket.setKeepAlive(true, probeMilliseconds);
    socket.once(isSecure ? "secureConnect" : "connect", () => void sent.setTimeout(0));
  });
  return sent;
}

/** Sends the body of `request` as it comes, and waits where the upstream does. */
export function sendBody(request: IncomingMessage, sent: ClientRequest): void {
  // Not `pipeline`: an upstream that answers before it has read everything may be right to.
  request.pipe(sent);
  request.once("close", () => void (!request.complete && sent.destroy()));
}
