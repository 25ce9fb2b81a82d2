import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped, whenGathered } from "../check.ts";

export const authorizeSuccessIss = defineCheck({
  id: "authorize-success-iss",
  group: "person",
  claim: "The code comes back with `state` and the announced `iss`",
  judge({ server, person, state }) {
    return whenGathered(person.redirected, (parameters) => {
      if (!parameters.has("code")) return skipped(`there is no code but error=${parameters.get("error") ?? ""}`);
      if (parameters.get("state") !== state) return failed("state is missing or changed", "send it back as it was");
      const isAnnounced = server.document?.["authorization_response_iss_parameter_supported"] === true;
      const iss = parameters.get("iss");
      if ((!isAnnounced && iss === null) || iss === textOf(server.document, "issuer")) return passed();
      return failed(
        `iss of the authorization response is ${iss ?? "missing"}`,
        "send the issuer as the metadata spells it (RFC 9207 section 2)",
      );
    });
  },
});
