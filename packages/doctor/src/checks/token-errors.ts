import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed, whenGathered } from "../check.ts";
import { isOAuthError, tokenAnswers } from "../token-answers.ts";

export const tokenErrors = defineCheck({
  id: "token-errors",
  group: "token",
  claim: "Errors are OAuth JSON with 400 or 401",
  judge({ token }) {
    return whenGathered(token, (answers) => {
      const wrong = tokenAnswers(answers).find((answer) => !isOAuthError(answer));
      if (wrong === undefined) return passed();
      const fix = 'answer 400 or 401 with {"error": "…"}: SDKs treat anything else as a server error and start again';
      return failed(`a faulty request gives ${describeAnswer(wrong)}`, fix);
    });
  },
});
