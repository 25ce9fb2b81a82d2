import { asObject, textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, warned, whenGathered } from "../check.ts";

export const registerPublic = defineCheck({
  id: "register-public",
  group: "register",
  claim: "A client that asks for no secret gets none",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      const body = asObject(accepted?.answer.json);
      if (body === undefined) return skipped("no client was registered");
      const method = textOf(body, "token_endpoint_auth_method");
      const fix = "register public clients as such: programs on people's machines cannot keep a secret";
      if (body["client_secret"] !== undefined && method === "none") {
        return failed("there is a client_secret, and the method is none", fix);
      }
      if (method !== undefined && method !== "none") return warned(`the method became ${method}`, fix);
      return passed();
    });
  },
});
