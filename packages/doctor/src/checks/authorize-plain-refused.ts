import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { describeOutcome, isRefusal } from "../outcome.ts";

export const authorizePlainRefused = defineCheck({
  id: "authorize-plain-refused",
  group: "authorize",
  claim: "PKCE with plain is refused",
  judge({ authorize }) {
    return whenGathered(authorize, ({ known }) =>
      whenGathered(known, ({ usual, plainPkce: { outcome } }) => {
        if (isRefusal(usual.outcome)) return skipped("every request is refused");
        if (isRefusal(outcome)) return passed(describeOutcome(outcome));
        const fix = "refuse every method but S256 with invalid_request";
        return failed(`it is not refused: ${describeOutcome(outcome)}`, fix);
      }),
    );
  },
});
