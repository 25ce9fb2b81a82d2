import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";
import { errorRedirects } from "../error-redirects.ts";

export const authorizeErrorIss = defineCheck({
  id: "authorize-error-iss",
  group: "authorize",
  claim: "Errors come back with `iss` when it is announced",
  judge({ server, authorize }) {
    if (server.document?.["authorization_response_iss_parameter_supported"] !== true)
      return skipped("iss is not announced");
    return whenGathered(authorize, ({ known }) =>
      whenGathered(known, (requests) => {
        const wrong = errorRedirects(requests).filter((one) => one.get("iss") !== textOf(server.document, "issuer"));
        const [first] = wrong;
        if (first !== undefined) {
          const found = `iss is ${first.get("iss") ?? "missing"}`;
          return failed(found, "send iss with errors too (RFC 9207 section 2): clients refuse the answer without it");
        }
        return errorRedirects(requests).length === 0 ? skipped("no error came back by redirect") : passed();
      }),
    );
  },
});
