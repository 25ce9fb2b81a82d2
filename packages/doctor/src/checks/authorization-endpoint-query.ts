import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const authorizationEndpointQuery = defineCheck({
  id: "authorization-endpoint-query",
  group: "server",
  claim: "The authorization endpoint has no query",
  judge({ server }) {
    const url = textOf(server.document, "authorization_endpoint");
    if (url === undefined) return skipped("there is no authorization_endpoint");
    if (!/[?#]/.test(url)) return passed();
    return failed(`the authorization endpoint is ${url}`, "drop the query: the Python SDK appends a second one");
  },
});
