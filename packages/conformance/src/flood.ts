import { createServer, type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { listenOnLoopback } from "./loopback-server.ts";

const chunk = Buffer.alloc(65_536, "x");

function stream(bytes: number): Readable {
  const chunks = function* (): Generator<Buffer> {
    for (let left = bytes; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
  };
  return Readable.from(chunks(), { objectMode: false });
}

/** Answers GET with as many bytes as its query says; of a POST it takes all, and says how many came. */
export async function startFlood(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((incoming, response) => {
    const { searchParams } = new URL(incoming.url ?? "", "http://localhost");
    if (incoming.method === "GET") return void stream(Number(searchParams.get("bytes"))).pipe(response);
    return void count(incoming).then((received) => response.end(String(received)));
  });
  const listening = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${listening.port}/mcp`,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

interface Exchange {
  readonly method: "GET" | "POST";
  readonly token: string;
  readonly bytes: number;
}

/** How many bytes came back, or with POST how many the server says that it received. */
export async function exchange(url: string, { method, token, bytes }: Exchange): Promise<number> {
  const sent = request(method === "GET" ? `${url}?bytes=${bytes}` : url, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => sent.on("response", resolve).on("error", reject));
  await (method === "POST" ? pipeline(stream(bytes), sent) : sent.end());
  const response = await answered;
  return method === "GET" ? await count(response) : Number(await text(response));
}

async function count(incoming: AsyncIterable<Buffer>): Promise<number> {
  let bytes = 0;
  for await (const { byteLength } of incoming) bytes += byteLength;
  return bytes;
}
