import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { errorOf, isOAuthError } from "../token-answers.ts";

export const tokenBogusCode = defineCheck({
  id: "token-bogus-code",
  group: "token",
  claim: "An invalid code gets invalid_grant",
  judge({ token }) {
    return whenGathered(token, ({ bogusCode }) =>
      whenGathered(bogusCode, (answer) => {
        if (!isOAuthError(answer)) return skipped("the error cannot be read");
        const error = errorOf(answer);
        if (error === "invalid_grant" && answer.status === 400) return passed();
        const fix = "answer 400 invalid_grant: on other errors clients drop more than the code, or nothing";
        return failed(`the response is ${answer.status} ${error}`, fix);
      }),
    );
  },
});
