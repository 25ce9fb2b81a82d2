import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { describeOutcome, isRefusal } from "../outcome.ts";

export const authorizeLoopbackPort = defineCheck({
  id: "authorize-loopback-port",
  group: "authorize",
  claim: "A loopback redirect URI may come with another port",
  judge({ authorize }) {
    return whenGathered(authorize, ({ known }) =>
      whenGathered(known, ({ usual, otherPort }) =>
        whenGathered(otherPort, ({ outcome }) => {
          if (isRefusal(usual.outcome)) return skipped("every request is refused");
          if (outcome.kind !== "broken" && !isRefusal(outcome)) return passed();
          const fix = "ignore the port of loopback redirect URIs at the authorization endpoint (RFC 8252 section 7.3)";
          return failed(`a loopback redirect URI with another port gives ${describeOutcome(outcome)}`, fix);
        }),
      ),
    );
  },
});
