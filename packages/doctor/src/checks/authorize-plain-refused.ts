import { defineCheck, passed, skipped, whenGathered } from "../check.ts";
import { notRefused } from "../late.ts";
import { describeOutcome, isRefusal } from "../outcome.ts";

export const authorizePlainRefused = defineCheck({
  id: "authorize-plain-refused",
  group: "authorize",
  claim: "PKCE with plain is refused",
  judge({ authorize }) {
    return whenGathered(authorize, (requests) =>
      whenGathered(requests.known, ({ usual, plainPkce: { outcome } }) => {
        if (isRefusal(usual.outcome)) return skipped("every request is refused");
        if (isRefusal(outcome)) return passed(describeOutcome(outcome));
        const fix = "refuse every method but S256 with invalid_request";
        return notRefused(requests, outcome, fix);
      }),
    );
  },
});
