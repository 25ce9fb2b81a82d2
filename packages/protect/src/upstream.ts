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

/** The upstream did not begin to answer in time. */
export class UpstreamSlowError extends Error {
  override name = "UpstreamSlowError";
}

/** What the upstream sent is no answer to the request. */
export class UpstreamBrokenError extends Error {
  override name = "UpstreamBrokenError";
}

/** In milliseconds. */
export interface UpstreamLimits {
  /** From the connection to the first line of the answer: a tool may take long, but not for ever. */
  readonly answerMs: number;
  /** Between two parts of an answer that is no event stream. */
  readonly idleMs: number;
}

/** Of the answers before the answer (RFC 9110 section 15.2), which some servers send to keep a connection open. */
const maxInformational = 100;

/**
 * A request to the upstream; redirects are not followed. An event stream may be silent
 * for hours: TCP itself finds out about a machine that is gone. Every failure is an "error" of the request.
 */
export function openUpstream({ url, method, headers }: UpstreamRequest, limits: UpstreamLimits): ClientRequest {
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
  limitAnswer(sent, limits);
  return sent;
}

function limitAnswer(sent: ClientRequest, { answerMs }: UpstreamLimits): void {
  const timer = setTimeout(() => sent.destroy(new UpstreamSlowError(`no answer within ${answerMs} ms`)), answerMs);
  for (const event of ["response", "close"]) sent.once(event, () => clearTimeout(timer));
  let informational = 0;
  sent.on("information", () => {
    informational += 1;
    if (informational > maxInformational) sent.destroy(new UpstreamBrokenError("it announces its answer without end"));
  });
  sent.once("upgrade", (_incoming, socket) => {
    socket.destroy();
    // The request has lost its socket, and would end without a word.
    sent.emit("error", new UpstreamBrokenError("it changes to another protocol, which nobody asked for"));
  });
}

/** Sends the body of `request` as it comes, and waits where the upstream does. */
export function sendBody(request: IncomingMessage, sent: ClientRequest): void {
  // Not `pipeline`: an upstream that answers before it has read everything may be right to.
  request.pipe(sent);
  request.once("close", () => void (!request.complete && sent.destroy()));
}
