import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdminHandler, createReplayCounts } from "@sallyport/rpc";
import type { TestProvider } from "@sallyport/fixtures";

/** The admin router of a provider, behind HTTP on loopback. */
export interface AdminDoor {
  query(path: string, input: unknown): Promise<{ items: readonly unknown[] }>;
  mutate(path: string, input: unknown): Promise<unknown>;
  close(): void;
}

/** Listens, and calls with the API key of an owner. */
export async function openAdminDoor({ provider, clock }: TestProvider): Promise<AdminDoor> {
  const email = "owner@example.com";
  await provider.manage.users.create({ email, password: "correct horse battery", role: "owner" });
  const { text } = await provider.manage.apiKeys.create({ name: "bench", role: "owner", maker: { email } });
  const replays = createReplayCounts(clock);
  const handler = createAdminHandler({
    provider,
    version: "bench",
    settings: [],
    secureCookies: false,
    allowedOrigins: [],
    trustedHops: 0,
    replays,
  });
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It listens on a port, not on a path.
  const { port } = server.address() as AddressInfo;

  async function call(path: string, init?: RequestInit): Promise<unknown> {
    const headers = { authorization: `Bearer ${text}`, "content-type": "application/json" };
    const response = await fetch(`http://127.0.0.1:${port}/trpc/${path}`, { ...init, headers });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${answer}`);
    // The answers of tRPC by superjson have this shape.
    return (JSON.parse(answer) as { result: { data: { json: unknown } } }).result.data.json;
  }

  return {
    async query(path, input) {
      const written = encodeURIComponent(JSON.stringify({ json: input }));
      return (await call(`${path}?input=${written}`)) as { items: readonly unknown[] };
    },
    mutate: (path, input) => call(path, { method: "POST", body: JSON.stringify({ json: input }) }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
