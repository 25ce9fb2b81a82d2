import { type CoreEvent, createProvider, type PasswordHasher, type Provider, Secret } from "@sallyport/core";
import { openMemoryStore } from "@sallyport/core/stores/memory";
import { createSeededRandom, createTestClock, type TestClock } from "@sallyport/test-kit";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createPublicApp,
  type PublicAppOptions,
  refuseTunnels,
  type RequestEntry,
  serverOptions,
} from "../src/index.ts";

/** Fast, and good for nothing but tests. */
const passwords: PasswordHasher = {
  hash: (password) => Promise.resolve(createHash("sha256").update(password).digest("hex")),
  verify: (phc, password) => Promise.resolve(phc === createHash("sha256").update(password).digest("hex")),
};

export interface TestServer extends AsyncDisposable {
  provider: Provider;
  clock: TestClock;
  /** As configured. */
  issuer: string;
  /** Where it really listens. */
  origin: string;
  server: Server;
  entries: RequestEntry[];
  events: CoreEvent[];
}

export interface TestServerOptions extends Omit<PublicAppOptions, "provider" | "observe"> {
  /** Default: the loopback address that it listens on. */
  issuer?: string;
  issuerPath?: string;
  config?: Partial<Omit<Provider["config"], "issuer">>;
  wrap?: (provider: Provider) => Provider;
}

/** A provider with everything in memory behind real HTTP on a free port. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { issuer: configured, issuerPath = "", config = {}, wrap = (provider) => provider, ...app } = options;
  const server = createServer(serverOptions);
  refuseTunnels(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const issuer = configured ?? origin + issuerPath;
  const clock = createTestClock(1_800_000_000);
  const events: CoreEvent[] = [];
  const provider = await createProvider(
    { ...config, issuer },
    {
      store: openMemoryStore(),
      clock,
      random: createSeededRandom("http"),
      passwords,
      events: { emit: (event) => events.push(event) },
      masterKey: new Secret("a master key for tests only, 32 bytes"),
    },
  );
  const entries: RequestEntry[] = [];
  server.on(
    "request",
    createPublicApp({ ...app, provider: wrap(provider), observe: (entry) => void entries.push(entry) }),
  );
  return {
    provider,
    clock,
    issuer,
    origin,
    server,
    entries,
    events,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
