import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed, warned, whenGathered } from "../check.ts";
import { problemWith, tokenSchema } from "../schemas.ts";

export const tokenResponse = defineCheck({
  id: "token-response",
  group: "person",
  claim: "The token response is complete",
  judge({ person }) {
    return whenGathered(person.tokenAnswer, (answer) => {
      const problem = answer.status === 200 ? problemWith(tokenSchema, answer.json) : describeAnswer(answer);
      if (problem !== undefined) {
        return failed(
          `the token response is not valid: ${problem}`,
          "send access_token, token_type, expires_in as a number, and scope; no nulls",
        );
      }
      if (/no-store/i.test(answer.headers.get("cache-control") ?? "")) return passed();
      return warned("Cache-Control: no-store is missing", "send it (RFC 6749 section 5.1)");
    });
  },
});
