import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createLocalCertificate } from "../src/certificate.ts";
import { type Child, startChild } from "../src/child.ts";
import { exchange, startFlood } from "../src/flood.ts";
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
  const volume = 256 * mebibyte;

  it.each(["GET", "POST"] as const)("stays flat while a quarter of a gigabyte passes by %s", async (method) => {
    await using flood = await startFlood();
    await using proxy = await protect(flood.url);
    const pid = proxy.child.pid ?? 0;
    const pass = (bytes: number) => exchange(proxy.url, { method, token: proxy.token, bytes });
    // As much as the garbage collector lets lie.
    await pass(volume / 4);
    await forgetPeak(pid);
    const before = await readPeak(pid);
    expect(await pass(volume)).toBe(volume);
    expect((await readPeak(pid)) - before).toBeLessThan(volume / 4);
  });
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
