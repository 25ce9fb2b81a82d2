import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { errorRedirects } from "../error-redirects.ts";

export const authorizeErrorState = defineCheck({
  id: "authorize-error-state",
  group: "authorize",
  claim: "Errors come back with `state`",
  judge({ authorize, state }) {
    return whenGathered(authorize, ({ known }) =>
      whenGathered(known, (requests) => {
        const [first, ...others] = errorRedirects(requests);
        if (first === undefined) return skipped("no error came back by redirect");
        if ([first, ...others].every((one) => one.get("state") === state)) return passed();
        return failed("state is missing or changed", "send it back as it was (RFC 6749 section 4.1.2.1)");
      }),
    );
  },
});
