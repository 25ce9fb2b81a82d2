import { TemporarilyUnavailableError } from "@sallyport/core";
import { faultReason, type WaitingFault } from "./fault.ts";

export const rateLimit: WaitingFault = {
  kind: "waiting",
  name: "rate_limit",
  summary: "429, with Retry-After in --seconds (1)",
  options: ["seconds"],
  routes: ["token"],
  isForAll: true,
  async apply({ options, use }) {
    use();
    throw new TemporarilyUnavailableError("too many requests: a fault that was set", {
      reason: faultReason,
      status: 429,
      retryAfterSeconds: options.seconds ?? 1,
    });
  },
};
