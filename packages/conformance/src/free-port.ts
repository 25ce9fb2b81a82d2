import { createServer } from "node:net";

/** A port of 127.0.0.1 that was free a moment ago, for an address that must be known before the program starts. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.on("error", reject).listen(0, "127.0.0.1", resolve);
  await listening;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  server.close(() => close());
  await closed;
  return address.port;
}
