import type { Timers } from "../src/index.ts";

/** Time that passes when the test says so. */
export interface ManualTimers extends Timers {
  /** Lets `ms` pass and runs what has become due. */
  advance(ms: number): void;
  /** How many timers run. */
  readonly pending: number;
}

export function createManualTimers(): ManualTimers {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of timers) {
        if (timer.at > now) continue;
        timers.delete(timer);
        timer.run();
      }
    },
    get pending() {
      return timers.size;
    },
  };
}
