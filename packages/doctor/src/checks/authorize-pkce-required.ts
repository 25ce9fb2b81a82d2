import { defineCheck, passed, skipped, whenGathered } from "../check.ts";
import { notRefused } from "../late.ts";
import { describeOutcome, isRefusal } from "../outcome.ts";

export const authorizePkceRequired = defineCheck({
  id: "authorize-pkce-required",
  group: "authorize",
  claim: "A request without PKCE is refused",
  judge({ authorize }) {
    return whenGathered(authorize, (requests) =>
      whenGathered(requests.known, ({ usual, withoutPkce: { outcome } }) => {
        if (isRefusal(usual.outcome)) return skipped("every request is refused");
        if (isRefusal(outcome)) return passed(describeOutcome(outcome));
        const fix = "refuse it with invalid_request: MCP wants PKCE of every client";
        return notRefused(requests, outcome, fix);
      }),
    );
  },
});
