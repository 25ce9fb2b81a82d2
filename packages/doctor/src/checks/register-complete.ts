import { asObject } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const registerComplete = defineCheck({
  id: "register-complete",
  group: "register",
  claim: "The answer names grant types, response types and the method",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      const body = asObject(accepted?.answer.json);
      if (body === undefined) return skipped("no client was registered");
      const missing = ["grant_types", "response_types"].filter((name) => !Array.isArray(body[name]));
      if (typeof body["token_endpoint_auth_method"] !== "string") missing.push("token_endpoint_auth_method");
      if (missing.length === 0) return passed();
      return failed(
        `missing in the answer to a registration: ${missing.join(", ")}`,
        "fill in what holds, defaults too: strict clients require it",
      );
    });
  },
});
