import { defineCheck, passed, warned, whenGathered } from "../check.ts";
import { isOAuthError, tokenAnswers } from "../token-answers.ts";

export const tokenNoStore = defineCheck({
  id: "token-no-store",
  group: "token",
  claim: "Token responses are not cacheable",
  judge({ token }) {
    return whenGathered(token, (answers) => {
      const isKept = tokenAnswers(answers).some(
        (answer) => isOAuthError(answer) && !/no-store/i.test(answer.headers.get("cache-control") ?? ""),
      );
      return isKept ? warned("an error has no Cache-Control: no-store", "send it (RFC 6749 section 5.1)") : passed();
    });
  },
});
