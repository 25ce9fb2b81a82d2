import { defineCheck, passed, whenGathered } from "../check.ts";
import { notRefused } from "../late.ts";

export const authorizeExactRedirect = defineCheck({
  id: "authorize-exact-redirect",
  group: "authorize",
  claim: "A redirect URI that is not registered gets no redirect",
  judge({ authorize }) {
    return whenGathered(authorize, (requests) =>
      whenGathered(requests.known, ({ otherRedirect: { outcome } }) => {
        const fix = "compare redirect URIs with the registered ones, character for character (OAuth 2.1 section 4.1.1)";
        if (outcome.kind === "refused") return passed(outcome.how);
        return notRefused(requests, outcome, fix);
      }),
    );
  },
});
