import type { InstantFault } from "./fault.ts";

/** Resource servers allow for clocks that differ a little. */
const toleranceSeconds = 60;

export const expireNow: InstantFault = {
  kind: "instant",
  name: "expire_now",
  summary: "every access token has ended; the clock moves, refresh tokens live on",
  options: [],
  isForOneClient: false,
  async act({ clock, longestTokenSeconds, provider }) {
    const seconds = longestTokenSeconds + toleranceSeconds;
    clock.advance(seconds);
    await provider.maintain();
    return `moved the clock by ${seconds} seconds`;
  },
};
