import { createServer, type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { listenOnLoopback } from "./loopback-server.ts";

const chunk = Buffer.alloc(262_144, "x");

function stream(bytes: number, onChunk: (bytes: number) => void = () => undefined): Readable {
  const chunks = function* (): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= chunk.length) {
      onChunk(chunk.length);
      yield chunk.subarray(0, left);
    }
  };
  return Readable.from(chunks(), { objectMode: false });
}

/** As long as a short message, so that what somebody keeps of them weighs something. */
const padding = "x".repeat(500);

function streamEvents(count: number): Readable {
  const events = function* (): Generator<string> {
    for (let number = 1; number <= count; number += 1) yield `data: ${number} ${padding}\n\n`;
  };
  return Readable.from(events(), { objectMode: false });
}

export interface Flood extends AsyncDisposable {
  readonly url: string;
  /** How many bytes it has written, or is about to, for the GET whose query has this name. */
  written(name: string): number;
}

/**
 * Answers GET with as many bytes, or events one by one, as its query says; of a POST it takes all, and says how many
 * came.
 */
export async function startFlood(): Promise<Flood> {
  const written = new Map<string, number>();
  const server = createServer((incoming, response) => {
    if (incoming.method === "POST") return void count(incoming).then((received) => response.end(String(received)));
    const { searchParams } = new URL(incoming.url ?? "", "http://localhost");
    const name = searchParams.get("name") ?? "";
    const note = (bytes: number): void => void written.set(name, (written.get(name) ?? 0) + bytes);
    const events = searchParams.get("events");
    const source = events === null ? stream(Number(searchParams.get("bytes")), note) : streamEvents(Number(events));
    source.pipe(response);
  });
  const listening = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${listening.port}/mcp`,
    written: (name) => written.get(name) ?? 0,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

interface Asking {
  readonly token: string;
  /** `?bytes=1024&name=slow` or `?events=10`. */
  readonly query: string;
}

/** An answer of which nothing was read yet. */
export async function get(url: string, { token, query }: Asking): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(url + query, { headers: { authorization: `Bearer ${token}` } }, resolve)
    .on("error", reject)
    .end();
  return await promise;
}

/** How many bytes the server says that it received. */
export async function post(url: string, { token, bytes }: { token: string; bytes: number }): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { authorization: `Bearer ${token}` };
  const sent = request(url, { method: "POST", headers }, resolve).on("error", reject);
  await pipeline(stream(bytes), sent);
  return Number(await text(await promise));
}

export async function count(incoming: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const { byteLength } of incoming) bytes += byteLength;
  return bytes;
}

/** How many events came, each in its place. */
export async function countEvents(incoming: Readable): Promise<number> {
  let last = 0;
  for await (const line of createInterface(incoming)) {
    if (line === `data: ${last + 1} ${padding}`) last += 1;
    else if (line !== "") throw new Error(`after ${last} came: ${line.slice(0, 20)}`);
  }
  return last;
}
