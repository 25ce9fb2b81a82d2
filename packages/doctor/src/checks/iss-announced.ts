import { defineCheck, passed, skipped, warned } from "../check.ts";

export const issAnnounced = defineCheck({
  id: "iss-announced",
  group: "server",
  claim: "The metadata announces `iss` in authorization responses",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    if (server.document["authorization_response_iss_parameter_supported"] === true) return passed();
    return warned(
      "authorization_response_iss_parameter_supported is not true",
      "send iss with every authorization response and say so (RFC 9207): it protects against mix-up",
    );
  },
});
