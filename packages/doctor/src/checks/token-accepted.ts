import { describeAnswer } from "../answer.ts";
import { challengeParameter } from "../challenge.ts";
import { defineCheck, failed, passed, whenGathered } from "../check.ts";

export const tokenAccepted = defineCheck({
  id: "token-accepted",
  group: "person",
  claim: "The MCP server accepts the token",
  judge({ person }) {
    return whenGathered(person.withToken, (answer) => {
      if (answer.status >= 200 && answer.status < 300) return passed();
      const error = challengeParameter(answer, "error");
      const fix = "compare issuer, audience (the resource), expiry and signature with what the MCP server expects";
      return failed(`initialize gives ${describeAnswer(answer)} ${error ?? ""}`.trimEnd(), fix);
    });
  },
});
