import { asObject, describeAnswer, documentOf, textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const keys = defineCheck({
  id: "keys",
  group: "server",
  claim: "The signing keys can be fetched and contain no private key",
  judge({ server }) {
    const url = textOf(server.document, "jwks_uri");
    if (server.keys === undefined)
      return skipped(url === undefined ? "there is no jwks_uri" : "jwks_uri has no safe address");
    const keys: unknown = documentOf(server.keys)?.["keys"];
    if (!Array.isArray(keys)) {
      return failed(`${url ?? ""} gives ${describeAnswer(server.keys)}`, 'answer {"keys": […]} (RFC 7517 section 5)');
    }
    const secret = keys.map(asObject).find((key) => key !== undefined && privateMembers.some((name) => name in key));
    if (secret === undefined) return passed();
    return failed("a key contains its private part", "remove it from the document at once, and rotate the key");
  },
});

const privateMembers = ["d", "p", "q", "dp", "dq", "qi", "k"];
