import { InvalidGrantError } from "@sallyport/core";
import { faultReason, type WaitingFault } from "./fault.ts";

export const invalidGrant: WaitingFault = {
  kind: "waiting",
  name: "invalid_grant",
  summary: "the token endpoint answers invalid_grant for a code or refresh token",
  options: [],
  routes: ["token"],
  isForAll: false,
  async apply({ use }) {
    use();
    throw new InvalidGrantError("the grant is invalid: injected fault", { reason: faultReason });
  },
};
