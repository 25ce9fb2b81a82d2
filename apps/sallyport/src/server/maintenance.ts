import type { Provider } from "@sallyport/core";
import type { Log } from "../terminal/log.ts";

const everyMs = 60_000;
const maxSlices = 100;

/** Housekeeping once a minute, in slices between which requests are answered. @returns what stops it */
export function startMaintenance(provider: Provider, log: Log): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function run(): Promise<void> {
    try {
      for (let slice = 0; slice < maxSlices && !isStopped; slice += 1) {
        if ((await provider.maintain()) === 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (cause) {
      log.error({ cause }, "maintenance failed; next attempt in one minute");
    }
  }

  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = run().finally(() => void (isRunning = false));
  }, everyMs);
  timer.unref();
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await running;
  };
}
