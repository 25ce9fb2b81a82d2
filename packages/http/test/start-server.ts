import type { Client, Provider, ProviderOptions } from "@sallyport/core";
import { createDriver, createTestProvider, type Driver, redirectUri, type TestProvider } from "@sallyport/fixtures";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fetchAt } from "./fetch-at.ts";
import {
  createPublicApp,
  type PublicAppOptions,
  refuseTunnels,
  type RequestEntry,
  serverOptions,
} from "../src/index.ts";

export interface TestServer extends TestProvider, AsyncDisposable {
  issuer: string;
  port: number;
  server: Server;
  entries: RequestEntry[];
  /** A new browser and the client, by default the public one. */
  driver(options?: { client?: Client; redirectUri?: string; secret?: string }): Driver;
}

export interface TestServerOptions extends Omit<PublicAppOptions, "provider" | "observe"> {
  /** Default: the loopback address that it listens on. */
  issuer?: string;
  /** Appended to the default issuer. */
  issuerPath?: string;
  config?: Partial<Omit<ProviderOptions, "issuer">>;
  /** Puts something between the app and the provider. */
  wrap?: (provider: Provider) => Provider;
}

/** A provider with everything in memory behind real HTTP on a free port. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { issuer: configured, issuerPath = "", config = {}, wrap = (provider: Provider) => provider, ...app } = options;
  const server = createServer(serverOptions);
  refuseTunnels(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // Only a pipe's address is a string.
  const { port } = server.address() as AddressInfo;
  const issuer = configured ?? `http://127.0.0.1:${port}${issuerPath}`;
  const test = await createTestProvider({ ...config, issuer });
  const entries: RequestEntry[] = [];
  const observe = (entry: RequestEntry) => void entries.push(entry);
  server.on("request", createPublicApp({ ...app, provider: wrap(test.provider), observe }));
  return {
    ...test,
    issuer,
    port,
    server,
    entries,
    driver({ client = test.pub, redirectUri: uri = redirectUri, secret } = {}) {
      const clientSecret = client === test.bas ? test.secret : secret;
      return createDriver({ issuer, clientId: client.id, clientSecret, redirectUri: uri, fetch: fetchAt(port) });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
