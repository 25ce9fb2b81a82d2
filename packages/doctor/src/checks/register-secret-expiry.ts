import { asObject } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const registerSecretExpiry = defineCheck({
  id: "register-secret-expiry",
  group: "register",
  claim: "A secret comes with a number for its expiry",
  judge({ registration }) {
    return whenGathered(registration, ({ accepted }) => {
      const body = asObject(accepted?.answer.json);
      if (body?.["client_secret"] === undefined) return skipped("there is no secret");
      if (Number.isInteger(body["client_secret_expires_at"])) return passed();
      const fix = "send client_secret_expires_at as a whole number, 0 for never (RFC 7591 section 3.2.1)";
      return failed(
        `client_secret_expires_at is ${JSON.stringify(body["client_secret_expires_at"]) ?? "missing"}`,
        fix,
      );
    });
  },
});
