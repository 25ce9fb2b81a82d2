import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below those that the system gives away by itself, so that nobody else gets one before the program starts. */
const range = { first: 20_000, last: 32_000 };

/** A port of 127.0.0.1 that was free a moment ago, for an address that must be known before the program starts. */
export async function freePort(): Promise<number> {
  return await freePorts(1);
}

/** The first of `count` such ports in a row. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = randomInt(range.first, range.last - count);
    const row = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(row.map(isFree));
    if (free.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.on("error", () => resolve(false));
  server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  return promise;
}
