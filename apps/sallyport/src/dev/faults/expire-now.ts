import type { InstantFault } from "./fault.ts";

/** Resource servers allow for clocks that differ a little. */
const toleranceSeconds = 60;

export const expireNow: InstantFault = {
  kind: "instant",
  name: "expire_now",
  summary: "the clock moves so that all access tokens expire; refresh tokens stay valid",
  options: [],
  isForOneClient: false,
  async act({ clock, longestTokenSeconds, provider }) {
    const seconds = longestTokenSeconds + toleranceSeconds;
    clock.advance(seconds);
    await provider.maintain();
    return `moved the clock by ${seconds} seconds`;
  },
};
