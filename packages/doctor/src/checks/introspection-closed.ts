import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed, whenGathered } from "../check.ts";

export const introspectionClosed = defineCheck({
  id: "introspection-closed",
  group: "token",
  claim: "Nobody introspects tokens without authentication",
  judge({ introspection }) {
    return whenGathered(introspection, (answer) => {
      if (answer.status !== 200 && answer.status !== 0 && answer.status < 500) return passed(String(answer.status));
      const fix = "demand client authentication, and answer 401 without it (RFC 7662 section 2.1)";
      return failed(`without a client it gives ${describeAnswer(answer)}`, fix);
    });
  },
});
