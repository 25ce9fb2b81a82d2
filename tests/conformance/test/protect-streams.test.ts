import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createLocalCertificate } from "../src/certificate.ts";
import { type Child, startChild } from "../src/child.ts";
import { count, countEvents, get, post, startFlood } from "../src/flood.ts";
import { forgetPeak, readPeak } from "../src/process-memory.ts";
import { program } from "../src/program.ts";

const mebibyte = 1_048_576;
const readySchema = z.object({ accessToken: z.string(), protected: z.object({ url: z.string() }) });

interface Protecting extends AsyncDisposable {
  readonly child: Child;
  readonly url: string;
  readonly token: string;
}

async function protect(upstream: string, env: Readonly<Record<string, string>> = {}): Promise<Protecting> {
  const args = ["--protect", upstream, "--port", "0", "--json"];
  const child = startChild({ ...program("dev", ...args), env });
  const ready = await child.line((line) => readySchema.parse(JSON.parse(line)));
  return { child, url: ready.protected.url, token: ready.accessToken, [Symbol.asyncDispose]: () => child.stop() };
}

describe.runIf(process.platform === "linux")("the memory of the protecting program", () => {
  const gibibyte = 1_024 * mebibyte;
  // Some seconds each; more on a machine that does something else beside.
  const timeout = 120_000;

  /** How far memory goes up while `work` is done, beyond what the garbage collector lets lie after `warmUp`. */
  async function growth(proxy: Protecting, warmUp: () => Promise<unknown>, work: () => Promise<void>): Promise<number> {
    const pid = proxy.child.pid ?? 0;
    await warmUp();
    await forgetPeak(pid);
    const before = await readPeak(pid);
    await work();
    return (await readPeak(pid)) - before;
  }

  it.each(["GET", "POST"] as const)(
    "stays flat while a second gigabyte passes by %s",
    async (method) => {
      await using flood = await startFlood();
      await using proxy = await protect(flood.url);
      const { url, token } = proxy;
      const pass = async (bytes: number) =>
        method === "GET"
          ? await count(await get(url, { token, query: `?bytes=${bytes}` }))
          : await post(url, { token, bytes });
      const grown = await growth(
        proxy,
        () => pass(gibibyte),
        async () => expect(await pass(gibibyte)).toBe(gibibyte),
      );
      expect(grown).toBeLessThan(gibibyte / 16);
    },
    timeout,
  );

  it(
    "stays flat while 100,000 events pass in their order",
    async () => {
      await using flood = await startFlood();
      await using proxy = await protect(flood.url);
      const { url, token } = proxy;
      const pass = async (events: number) => await countEvents(await get(url, { token, query: `?events=${events}` }));
      const grown = await growth(
        proxy,
        () => pass(100_000),
        async () => expect(await pass(100_000)).toBe(100_000),
      );
      expect(grown).toBeLessThan(32 * mebibyte);
    },
    timeout,
  );

  it(
    "does not take up what a reader leaves lying",
    async () => {
      await using flood = await startFlood();
      await using proxy = await protect(flood.url);
      const { url, token } = proxy;
      const volume = 256 * mebibyte;
      const ask = async (name: string) => await get(url, { token, query: `?bytes=${volume}&name=${name}` });
      const slow = Promise.withResolvers<IncomingMessage>();
      const grown = await growth(
        proxy,
        // Two at once, so that what a second reader takes by itself is no growth.
        async () => await Promise.all(["one", "other"].map(async (name) => await count(await ask(name)))),
        async () => {
          slow.resolve(await ask("slow"));
          // As long as this takes, the proxy could have read ahead.
          expect(await count(await ask("fast"))).toBe(volume);
        },
      );
      expect(grown).toBeLessThan(volume / 8);
      // What the sockets of both connections hold.
      expect(flood.written("slow")).toBeLessThan(volume / 4);
      expect(await count(await slow.promise)).toBe(volume);
    },
    timeout,
  );
});

describe("an MCP server at https behind the protecting program", () => {
  async function startSecure(stack: AsyncDisposableStack): Promise<{ url: string; caFile: string }> {
    const { key, cert, ca } = createLocalCertificate();
    const folder = await mkdtemp(join(tmpdir(), "sallyport-upstream-"));
    stack.defer(() => rm(folder, { recursive: true }));
    const caFile = join(folder, "ca.pem");
    await writeFile(caFile, ca);
    const server = createServer({ key, cert }, (_, response) => void response.end("served")).listen(0);
    await once(server, "listening");
    stack.defer(() => void server.close());
    return { url: `https://localhost:${(server.address() as AddressInfo).port}/mcp`, caFile };
  }

  it("is reached by an authority of one's own", async () => {
    await using stack = new AsyncDisposableStack();
    const { url, caFile } = await startSecure(stack);
    await using proxy = await protect(url, { NODE_EXTRA_CA_CERTS: caFile });
    const response = await fetch(proxy.url, { headers: { authorization: `Bearer ${proxy.token}` } });
    expect(await response.text()).toBe("served");
  });

  it("is not reached when nobody vouches for it, and the log says how to trust it", async () => {
    await using stack = new AsyncDisposableStack();
    const { url } = await startSecure(stack);
    await using proxy = await protect(url);
    const response = await fetch(proxy.url, { headers: { authorization: `Bearer ${proxy.token}` } });
    expect(response.status).toBe(502);
    await proxy.child.stop();
    expect((await proxy.child.end()).stderr).toContain("NODE_EXTRA_CA_CERTS");
  });
});
