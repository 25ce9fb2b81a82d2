import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { pipeline } from "node:stream";
import type { AuthInfo } from "@sallyport/resource";
import { answer, answers } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { toPublicLocation } from "./endpoint.ts";
import type { Endpoint } from "./endpoint.ts";
import { identityHeader, toClient, toUpstream } from "./headers.ts";
import type { Identity } from "./identity.ts";
import type { Message } from "./message.ts";
import type { SessionBinding } from "./session-binding.ts";
import type { OpenStreams } from "./open-streams.ts";
import { openUpstream, sendBody, UpstreamBrokenError, UpstreamSlowError } from "./upstream.ts";
import type { UpstreamLimits } from "./upstream.ts";

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

interface ForwarderOptions {
  readonly endpoint: Endpoint;
  readonly identity: Identity;
  readonly sessions: SessionBinding;
  readonly streams: OpenStreams;
  readonly limits: UpstreamLimits;
  /** Header names in lower case that pass in both directions, beside the usual ones. */
  readonly forwardHeaders: ReadonlySet<string>;
  readonly onTrouble: ((cause: unknown) => void) | undefined;
}

const sessionHeader = "mcp-session-id";

/** Sends requests on to the upstream, and its answers back as they come. */
export function createForwarder(options: ForwarderOptions): Forward {
  const { endpoint, identity, sessions, streams, limits, forwardHeaders, onTrouble } = options;

  function pass(incoming: IncomingMessage, response: ServerResponse, admitted: Admitted): void {
    const { statusCode = 0 } = incoming;
    if (statusCode < 200 || statusCode > 599) throw new UpstreamBrokenError(`${statusCode} is no status of an answer`);
    const location = readLocation(endpoint, incoming, admitted);
    const refusal = refusalOf(statusCode, location);
    if (refusal !== undefined) {
      incoming.destroy();
      return answer(response, refusal);
    }
    const headers = toClient(incoming.headers, forwardHeaders);
    const session = incoming.headers[sessionHeader];
    if (typeof session === "string") headers[sessionHeader] = sessions.bind(session, admitted.auth);
    if (isEventStream(incoming)) streams.add(response, admitted.auth);
    else incoming.setTimeout(limits.idleMs, () => incoming.destroy(new Error("the answer stopped half-way")));
    response.writeHead(statusCode, { ...headers, ...(location === "elsewhere" ? {} : location) });
    // The first event of a stream may be far away.
    response.flushHeaders();
    // Who goes away ends the other side, too: a failure is seen as a cut connection.
    incoming.once("error", (cause) => void (!response.destroyed && onTrouble?.(cause)));
    pipeline(incoming, response, () => undefined);
  }

  return async ({ request, response }, admitted) => {
    const { url, auth, message } = admitted;
    const headers = headersFor(request, message, forwardHeaders);
    const bound = request.headers[sessionHeader];
    if (typeof bound === "string") {
      const session = sessions.open(bound, auth);
      if (session === undefined) return answer(response, answers.sessionUnknown);
      headers[sessionHeader] = session;
    }
    headers[identityHeader] = await identity.sign(auth);
    if (response.destroyed) return;
    const { method = "GET" } = request;
    if (method === "GET") streams.add(response, auth);
    const sent = openUpstream({ url, method, headers }, limits);
    const fail = (cause: unknown): void => {
      if (response.destroyed || response.writableEnded) return;
      onTrouble?.(cause);
      answer(response, answerTo(cause));
    };
    response.once("close", () => sent.destroy());
    sent.once("response", (incoming) => {
      try {
        pass(incoming, response, admitted);
      } catch (cause) {
        incoming.destroy();
        fail(cause instanceof UpstreamBrokenError ? cause : new UpstreamBrokenError("no answer to pass on", { cause }));
      }
    });
    sent.on("error", fail);
    if (message !== undefined) sent.end(message.text);
    else if (method === "POST") sendBody(request, sent);
    else sent.end();
  };
}

/** The answer in place of one that must not or cannot be passed on. */
function refusalOf(statusCode: number, location: ReturnType<typeof readLocation>): Answer | undefined {
  if (location === "elsewhere") return answers.upstreamRedirects;
  return statusCode === 401 || statusCode === 407 ? answers.upstreamRefuses : undefined;
}

function answerTo(cause: unknown): Answer {
  if (cause instanceof UpstreamSlowError) return answers.upstreamSlow;
  return cause instanceof UpstreamBrokenError ? answers.upstreamBroken : answers.upstreamSilent;
}

function isEventStream({ headers }: IncomingMessage): boolean {
  return /^text\/event-stream\s*(;|$)/i.test(headers["content-type"] ?? "");
}

/** Only POST has a body; what others bring was looked at by nobody, and stays here. */
function headersFor(
  request: IncomingMessage,
  message: Message | undefined,
  more: ReadonlySet<string>,
): OutgoingHttpHeaders {
  const headers = toUpstream(request.headers, more);
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
