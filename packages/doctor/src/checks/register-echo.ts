import { asObject } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { emptyMembers } from "../nothing.ts";
import { problemWith, registrationSchema } from "../schemas.ts";

export const registerEcho = defineCheck({
  id: "register-echo",
  group: "register",
  claim: "The response can be parsed by SDKs",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      if (accepted === undefined) return skipped("no client was registered");
      const body = asObject(accepted.answer.json);
      const empty = emptyMembers(body ?? {});
      if (empty.length > 0)
        return failed(
          `null or empty in the answer to a registration: ${empty.join(", ")}`,
          "leave them out: SDKs refuse the answer",
        );
      const problem = problemWith(registrationSchema, body);
      if (problem === undefined) return passed();
      return failed(
        `in the answer to a registration, ${problem}`,
        "answer with everything that was registered (RFC 7591 section 3.2.1)",
      );
    });
  },
});
