import { asObject, describeAnswer, textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, warned, whenGathered } from "../check.ts";

export const registerAccepted = defineCheck({
  id: "register-accepted",
  group: "register",
  claim: "A client can register itself",
  judge({ registration }) {
    return whenGathered(registration, ({ attempts, accepted }) => {
      if (accepted !== undefined) {
        if (accepted.answer.status === 201) return passed();
        return warned(`it is answered ${accepted.answer.status}`, "answer 201 (RFC 7591 section 3.2.1)");
      }
      const last = attempts.at(-1)?.answer;
      if (last === undefined) return skipped("nothing was asked");
      const error = textOf(asObject(last.json), "error_description") ?? textOf(asObject(last.json), "error") ?? "";
      const fix =
        "accept public clients with loopback redirect URIs, or leave registration_endpoint out of the metadata";
      return failed(`a registration is answered ${describeAnswer(last)} ${error}`.trimEnd(), fix);
    });
  },
});
