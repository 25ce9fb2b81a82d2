import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { AuthInfo } from "@sallyport/resource";
import { answer, answers } from "./answer.ts";
import { toPublicLocation } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { identityHeader, toClient, toUpstream } from "./headers.ts";
import type { Identity } from "./identity.ts";
import type { Message } from "./message.ts";
import type { SessionBinding } from "./session-binding.ts";
import { openUpstream, sendBody } from "./upstream.ts";

/** A request that may be sent on. */
interface Admitted {
  readonly url: URL;
  readonly auth: AuthInfo;
  /** The body, where it was read to decide. */
  readonly message: Message | undefined;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

export type Forward = (exchange: Exchange, admitted: Admitted) => Promise<void>;

interface Forwarder {
  readonly forward: Forward;
  /** Ends the streams of those who only listen. */
  readonly endStreams: () => void;
}

interface ForwarderOptions {
  readonly endpoint: Endpoint;
  readonly identity: Identity;
  readonly sessions: SessionBinding;
  readonly onTrouble: ((cause: unknown) => void) | undefined;
}

const sessionHeader = "mcp-session-id";

/** Sends requests on to the upstream, and its answers back as they come. */
export function createForwarder({ endpoint, identity, sessions, onTrouble }: ForwarderOptions): Forwarder {
  const listening = new Set<ServerResponse>();

  function pass(incoming: IncomingMessage, response: ServerResponse, admitted: Admitted): void {
    const { statusCode = 502 } = incoming;
    const location = readLocation(endpoint, incoming, admitted);
    if (statusCode === 401 || statusCode === 407 || location === "elsewhere") {
      incoming.destroy();
      return answer(response, location === "elsewhere" ? answers.upstreamRedirects : answers.upstreamRefuses);
    }
    const headers = toClient(incoming.headers);
    const session = incoming.headers[sessionHeader];
    if (typeof session === "string") headers[sessionHeader] = sessions.bind(session, admitted.auth);
    response.writeHead(statusCode, { ...headers, ...location });
    // The first event of a stream may be far away.
    response.flushHeaders();
    // Who goes away ends the other side, too: a failure is seen as a cut connection.
    incoming.once("error", (cause) => void (!response.destroyed && onTrouble?.(cause)));
    pipeline(incoming, response, () => undefined);
  }

  async function forward({ request, response }: Exchange, admitted: Admitted): Promise<void> {
    const { url, auth, message } = admitted;
    const headers = headersFor(request, message);
    const bound = request.headers[sessionHeader];
    if (typeof bound === "string") {
      const session = sessions.open(bound, auth);
      if (session === undefined) return answer(response, answers.sessionUnknown);
      headers[sessionHeader] = session;
    }
    headers[identityHeader] = await identity.sign(auth);
    if (response.destroyed) return;
    const { method = "GET" } = request;
    if (method === "GET") keepWhileOpen(listening, response);
    const sent = openUpstream({ url, method, headers });
    response.once("close", () => sent.destroy());
    sent.once("response", (incoming) => pass(incoming, response, admitted));
    sent.on("error", (cause) => {
      if (response.destroyed) return;
      onTrouble?.(cause);
      answer(response, answers.upstreamSilent);
    });
    if (message !== undefined) sent.end(message.text);
    else if (method === "POST") sendBody(request, sent);
    else sent.end();
  }

  return {
    forward,
    endStreams() {
      for (const response of listening) response.destroy();
    },
  };
}

/** Only POST has a body; what others bring was looked at by nobody, and stays here. */
function headersFor(request: IncomingMessage, message: Message | undefined): OutgoingHttpHeaders {
  const headers = toUpstream(request.headers);
  if (request.method !== "POST" || message !== undefined) {
    delete headers["content-length"];
    delete headers["content-encoding"];
    delete headers["content-type"];
  }
  if (message === undefined) return headers;
  return { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(message.text) };
}

/** Headers of a redirect that stays at the endpoint; none where there is no redirect. */
function readLocation(
  endpoint: Endpoint,
  { statusCode = 0, headers }: IncomingMessage,
  { url }: Admitted,
): { readonly location?: string } | "elsewhere" {
  const isRedirect = statusCode >= 300 && statusCode < 400 && statusCode !== 304;
  if (!isRedirect && headers.location === undefined) return {};
  const location = toPublicLocation(endpoint, url, headers.location ?? "");
  if (location !== undefined) return { location };
  return isRedirect ? "elsewhere" : {};
}

function keepWhileOpen(open: Set<ServerResponse>, response: ServerResponse): void {
  open.add(response);
  response.once("close", () => open.delete(response));
}
