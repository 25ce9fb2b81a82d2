import { setTimeout as delay } from "node:timers/promises";
import type { WaitingFault } from "./fault.ts";

export const slow: WaitingFault = {
  kind: "waiting",
  name: "slow",
  summary: "the response is delayed by --seconds (default: 5)",
  options: ["seconds"],
  routes: ["token"],
  isForAll: true,
  async apply({ options, use }, serve) {
    use();
    await delay((options.seconds ?? 5) * 1_000, undefined, { ref: false });
    return await serve();
  },
};
