import { isSecureUrl } from "../addresses.ts";
import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const endpointsSecure = defineCheck({
  id: "endpoints-secure",
  group: "server",
  claim: "All endpoints use https, or http on loopback",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    for (const name of endpoints) {
      const url = textOf(server.document, name);
      if (url !== undefined && URL.canParse(url) && !isSecureUrl(url)) {
        return failed(`${name} is ${url}`, "use https: SDKs refuse to send codes and tokens there");
      }
    }
    return passed();
  },
});

const endpoints = [
  "authorization_endpoint",
  "token_endpoint",
  "registration_endpoint",
  "revocation_endpoint",
  "jwks_uri",
];
