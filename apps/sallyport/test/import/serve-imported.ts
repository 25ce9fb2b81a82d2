import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { planServe } from "../../src/settings/serve-plan.ts";
import { startServe } from "../../src/server/start.ts";
import { readSettings } from "../../src/settings/read.ts";

/** Starts the server in this process on a database that something was imported into. */
export async function serveImported(database: string): Promise<{ issuer: string } & AsyncDisposable> {
  const issuer = await freeIssuer();
  const settings = readSettings({
    flags: { issuer, database, adminPort: "0" },
    environment: { SALLYPORT_ALLOW_HTTP_LOOPBACK: "1" },
    aliases: true,
  });
  const silent = () => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent, flush: () => Promise.resolve() };
  const serving = await startServe({ ...planServe(settings), settings: [], port: Number(new URL(issuer).port) }, log);
  return { issuer, [Symbol.asyncDispose]: () => serving.close() };
}

/** The issuer names the port, so it is chosen first. */
async function freeIssuer(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return `http://127.0.0.1:${port}`;
}
