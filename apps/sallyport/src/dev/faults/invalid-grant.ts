import { InvalidGrantError } from "@sallyport/core";
import { faultReason, type WaitingFault } from "./fault.ts";

export const invalidGrant: WaitingFault = {
  kind: "waiting",
  name: "invalid_grant",
  summary: "the token endpoint says that code or refresh token are no good",
  options: [],
  routes: ["token"],
  isForAll: false,
  async apply({ use }) {
    use();
    throw new InvalidGrantError("the grant is invalid: a fault that was set", { reason: faultReason });
  },
};
