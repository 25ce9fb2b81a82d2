import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed, whenGathered } from "../check.ts";

export const tokenTampered = defineCheck({
  id: "token-tampered",
  group: "person",
  claim: "The MCP server refuses a modified token",
  judge({ person }) {
    return whenGathered(person.withTamperedToken, (answer) => {
      if (answer.status === 401) return passed();
      const fix = "verify the signature of every token, and answer 401 when it is not valid";
      return failed(`with one letter changed it gives ${describeAnswer(answer)}`, fix);
    });
  },
});
