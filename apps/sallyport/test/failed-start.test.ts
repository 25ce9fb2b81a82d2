import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "@sallyport/fixtures/free-port";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startDev } from "../src/dev/start.ts";
import type { Log } from "../src/terminal/log.ts";
import { planDev } from "../src/dev/plan.ts";
import { planServe } from "../src/settings/serve-plan.ts";
import { startServe } from "../src/server/start.ts";
import { readSettings, type Variables } from "../src/settings/read.ts";

const nothing = (): void => undefined;
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, flush: async () => undefined };

/** A port that another program holds until the test ends. */
async function takePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

/** @returns how many timers of ours wait */
function countIntervals(): () => number {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  return () => vi.getTimerCount();
}

function read(flags: Record<string, unknown>, environment: Variables = {}) {
  return readSettings({ flags, environment, aliases: true });
}

describe("a start that fails when the server already answers", () => {
  it("leaves nothing of dev behind", async () => {
    const [demoPort, port, adminPort] = [await takePort(), await freePort(), await freePort()];
    const intervals = countIntervals();
    const flags = { port: String(port), adminPort: String(adminPort), demoPort: String(demoPort) };
    await expect(startDev({ ...planDev(read(flags)), settings: [] }, silent)).rejects.toMatchObject({
      field: "--demo-port",
    });
    expect(intervals()).toBe(0);
    for (const one of [port, adminPort]) await expect(fetch(`http://127.0.0.1:${one}/healthz`)).rejects.toThrow();
  });

  it("leaves nothing of serve behind", async () => {
    const [port, adminPort] = [await freePort(), await freePort()];
    const intervals = countIntervals();
    const settings = read(
      { issuer: `http://127.0.0.1:${port}`, database: "memory:", port: String(port), adminPort: String(adminPort) },
      { SALLYPORT_ALLOW_HTTP_LOOPBACK: "1", SALLYPORT_ALLOW_MEMORY_DATABASE: "1" },
    );
    const plan = { ...planServe(settings), settings: [], owner: { email: "nobody", password: "a fine password" } };
    await expect(startServe(plan, silent)).rejects.toMatchObject({ code: "invalid_input" });
    expect(intervals()).toBe(0);
    for (const one of [port, adminPort]) await expect(fetch(`http://127.0.0.1:${one}/healthz`)).rejects.toThrow();
  });
});
