import { describeAnswer } from "../answer.ts";
import { challengeParameter } from "../challenge.ts";
import { defineCheck, failed, passed, skipped, warned } from "../check.ts";

export const badToken = defineCheck({
  id: "bad-token",
  group: "mcp",
  claim: "A token that is none is answered 401 invalid_token",
  judge({ mcp }) {
    if (mcp.bare.status !== 401) return skipped("there is no 401 without a token either");
    const { withBadToken } = mcp;
    if (withBadToken.status !== 401) {
      const fix = "answer 401 to every token that is not valid: on anything else clients do not authorize again";
      return failed(`it is answered ${describeAnswer(withBadToken)}`, fix);
    }
    if (challengeParameter(withBadToken, "error") === "invalid_token") return passed();
    return warned("the challenge has no error", 'say error="invalid_token" (RFC 6750 section 3.1)');
  },
});
