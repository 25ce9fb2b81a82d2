import { after, type Clock, epochSeconds } from "@sallyport/core/time";

/** A clock that moves only when told to. */
export interface TestClock extends Clock {
  advance(seconds: number): void;
}

export function createTestClock(start = 1_000): TestClock {
  let now = epochSeconds(start);
  return {
    now: () => now,
    advance(seconds) {
      now = after(now, seconds);
    },
  };
}
