import type { Socket } from "node:net";
import type { Validators } from "@sallyport/core";
import { compact } from "@sallyport/core/compact";
import { type buildConnector, Client, type Dispatcher } from "undici";
import { readMaxAge } from "./cache-control.ts";
import { FetchFailure, failureOf } from "./failure.ts";
import type { Target } from "./target.ts";

/** What is fetched: the types that count as such, and how their bytes are read. */
export interface Kind<Content> {
  /** For the `Accept` header. */
  accept: string;
  contentType: RegExp;
  /** @throws FetchFailure when the bytes are not what their type says */
  read(bytes: Uint8Array): Content;
}

export interface Exchange<Content> {
  target: Target;
  kind: Kind<Content>;
  known: Validators & { maxBytes: number };
  userAgent: string;
  /** Closes the socket when it ends. */
  signal: AbortSignal;
}

/** An answer that is worth something; every other one is thrown. */
export type Answer<Content> =
  | ({ kind: "fetched"; maxAgeSeconds: number | undefined } & Content & Validators)
  | { kind: "unchanged"; maxAgeSeconds: number | undefined };

/**
 * One request over `socket` and its answer. Nothing else is ever sent there: the connection ends with it.
 * @throws FetchFailure when the answer is not of the kind, or not within the limits
 */
export async function exchange<Content>(socket: Socket, wanted: Exchange<Content>): Promise<Answer<Content>> {
  const { target, signal } = wanted;
  const client = new Client(target.origin, {
    connect: handOver(socket),
    allowH2: false,
    // The deadline of the whole fetch stands in for these.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const headers = requestHeaders(wanted);
    const response = await client.request({ method: "GET", path: target.path, headers, reset: true });
    // Refused before it was read: its end is then no news.
    response.body.on("error", () => undefined);
    return await readResponse(response, wanted);
  } catch (error) {
    throw failureOf(signal, "connection_lost", error);
  } finally {
    socket.destroy();
    await client.destroy();
  }
}

/**
 * The client gets this one connection. When that is dead it asks again, for ever if it were given the same;
 * and never at once, when it is still busy asking.
 */
function handOver(socket: Socket): buildConnector.connector {
  let isTaken = false;
  return (_options, callback) => {
    if (isTaken) queueMicrotask(() => callback(new FetchFailure("connection_lost"), null));
    else queueMicrotask(() => callback(null, socket));
    isTaken = true;
  };
}

function requestHeaders({ kind, known, userAgent }: Exchange<unknown>): Record<string, string> {
  const { etag, lastModified } = known;
  return {
    accept: kind.accept,
    "accept-encoding": "identity",
    "user-agent": userAgent,
    ...compact({ "if-none-match": etag, "if-modified-since": lastModified }),
  };
}

async function readResponse<Content>(
  response: Dispatcher.ResponseData,
  { kind, known }: Exchange<Content>,
): Promise<Answer<Content>> {
  const { statusCode, headers } = response;
  const maxAgeSeconds = readMaxAge(textOf(headers["cache-control"]));
  if (statusCode === 304) {
    if (known.etag === undefined && known.lastModified === undefined) throw new FetchFailure("not_modified_unasked");
    return { kind: "unchanged", maxAgeSeconds };
  }
  if (statusCode >= 300 && statusCode < 400) throw new FetchFailure("redirect");
  if (statusCode !== 200) throw new FetchFailure(`status_${statusCode}`);
  if (!isOfType(headers["content-type"], kind.contentType)) throw new FetchFailure("content_type");
  if (headers["content-encoding"] !== undefined) throw new FetchFailure("content_encoding");
  const content = kind.read(await readAtMost(response.body, known.maxBytes));
  return { kind: "fetched", ...content, maxAgeSeconds, ...validatorsOf(headers) };
}

type Header = string | string[] | undefined;

function textOf(header: Header): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

/** Said once. */
function isOfType(contentType: Header, wanted: RegExp): boolean {
  return typeof contentType === "string" && wanted.test(contentType);
}

/** Longer ones are not worth keeping. */
const maxValidatorLength = 512;

function validatorsOf({ etag, "last-modified": lastModified }: Record<string, Header>): Validators {
  const isKept = (header: Header): header is string =>
    typeof header === "string" && header !== "" && header.length <= maxValidatorLength;
  return { ...(isKept(etag) ? { etag } : {}), ...(isKept(lastModified) ? { lastModified } : {}) };
}

/** The length that was announced is not believed, the bytes are counted as they come. */
async function readAtMost(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new FetchFailure("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
