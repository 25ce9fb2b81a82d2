import { TemporarilyUnavailableError } from "@sallyport/core";
import { faultReason, type WaitingFault } from "./fault.ts";

export const rateLimit: WaitingFault = {
  kind: "waiting",
  name: "rate_limit",
  summary: "the response is 429 with Retry-After: --seconds (default: 1)",
  options: ["seconds"],
  routes: ["token"],
  isForAll: true,
  async apply({ options, use }) {
    use();
    throw new TemporarilyUnavailableError("too many requests: injected fault", {
      reason: faultReason,
      status: 429,
      retryAfterSeconds: options.seconds ?? 1,
    });
  },
};
