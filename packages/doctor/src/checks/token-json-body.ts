import { describeAnswer } from "../answer.ts";
import { defineCheck, passed, warned, whenGathered } from "../check.ts";
import { errorOf } from "../token-answers.ts";

export const tokenJsonBody = defineCheck({
  id: "token-json-body",
  group: "token",
  claim: "A JSON request body is refused",
  judge({ token }) {
    return whenGathered(token, ({ jsonBody }) => {
      const fix = "refuse it with 400 invalid_request: the endpoint takes forms (RFC 6749 section 3.2)";
      if (errorOf(jsonBody) === "invalid_grant") return warned("it is parsed like a form", fix);
      if (jsonBody.status >= 400 && jsonBody.status < 500) return passed();
      return warned(`it gives ${describeAnswer(jsonBody)}`, fix);
    });
  },
});
