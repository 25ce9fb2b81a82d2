import { defineCheck, failed, passed, whenGathered } from "../check.ts";
import { describeOutcome } from "../outcome.ts";

export const authorizeAccepts = defineCheck({
  id: "authorize-accepts",
  group: "authorize",
  claim: "A typical authorization request leads to sign-in",
  judge({ authorize }) {
    return whenGathered(authorize, ({ known }) =>
      whenGathered(known, ({ usual: { outcome } }) => {
        if (outcome.kind === "goes-on") return passed(outcome.how);
        if (outcome.kind === "sent-back" && outcome.parameters.has("code"))
          return passed("a code, without sign-in or consent");
        const fix = "accept the client's redirect URI, S256, the resource and the scopes that the metadata names";
        return failed(`a typical authorization request gives ${describeOutcome(outcome)}`, fix);
      }),
    );
  },
});
