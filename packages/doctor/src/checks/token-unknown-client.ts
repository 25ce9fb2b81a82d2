import { defineCheck, failed, passed, skipped, warned, whenGathered } from "../check.ts";
import { errorOf, isOAuthError } from "../token-answers.ts";

export const tokenUnknownClient = defineCheck({
  id: "token-unknown-client",
  group: "token",
  claim: "An unknown client gets 401 invalid_client",
  judge({ token }) {
    return whenGathered(token, ({ unknownClient }) => {
      if (!isOAuthError(unknownClient)) return skipped("the error cannot be read");
      const error = errorOf(unknownClient);
      const fix = "answer 401 invalid_client: it is the one sign that makes clients register again";
      if (error !== "invalid_client") return failed(`an unknown client gets ${error}`, fix);
      return unknownClient.status === 401 ? passed() : warned(`the status is ${unknownClient.status}`, fix);
    });
  },
});
