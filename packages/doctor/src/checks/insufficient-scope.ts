import { describeAnswer } from "../answer.ts";
import { challengeParameter } from "../challenge.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const insufficientScope = defineCheck({
  id: "insufficient-scope",
  group: "person",
  claim: "Missing scopes are told by 403 insufficient_scope",
  judge({ person }) {
    return whenGathered(person.toolCall, (answer) => {
      if (answer.status === 200) return skipped("the tool did not need more scopes than the token has");
      const fix =
        'answer 403 with WWW-Authenticate: Bearer error="insufficient_scope", scope="…", resource_metadata="…"';
      if (answer.status !== 403) return failed(`it gives ${describeAnswer(answer)}`, fix);
      if (challengeParameter(answer, "error") !== "insufficient_scope")
        return failed("the 403 has no such challenge", fix);
      const missing = ["scope", "resource_metadata"].filter((name) => challengeParameter(answer, name) === undefined);
      return missing.length === 0 ? passed() : failed(`the challenge has no ${missing.join(", ")}`, fix);
    });
  },
});
