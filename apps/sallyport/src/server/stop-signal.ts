import type { Log } from "../terminal/log.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Resolves when the program is asked to stop. Asked a second time, it ends at once. */
export async function waitForStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    let isAsked = false;
    for (const signal of signals) {
      process.on(signal, () => {
        if (isAsked) process.exit(1);
        isAsked = true;
        resolve();
      });
    }
  });
}

/** Resolves when the process that started this one with a channel (`child_process.fork`) is gone; without one, never. */
export async function waitForParentsEnd(): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.connected) process.once("disconnect", resolve);
  });
}

/** Ends the process for good: output that nobody reads would keep it alive. */
export async function exitWithLog(log: Log): Promise<never> {
  await log.flush();
  process.exit(0);
}
