import { isSecureUrl } from "../addresses.ts";
import { describeAnswer, documentOf } from "../answer.ts";
import { metadataLink } from "../challenge.ts";
import { defineCheck, failed, passed, skipped, warned } from "../check.ts";

export const challengeLink = defineCheck({
  id: "challenge-link",
  group: "mcp",
  claim: "The challenge links to the resource metadata",
  judge({ mcpUrl, mcp, resource }) {
    if (!mcp.bare.headers.has("www-authenticate")) return skipped("there is no challenge");
    const link = metadataLink(mcp.bare);
    const fix = 'add resource_metadata="…" with the absolute URL of the metadata (RFC 9728 section 5.1)';
    if (link === undefined) return warned("resource_metadata is missing; clients have to guess where it is", fix);
    if (!isSecureUrl(link) && isSecureUrl(mcpUrl)) return failed(`resource_metadata is ${link}`, fix);
    if (documentOf(resource.linked?.answer) !== undefined) return passed();
    const found = resource.linked === undefined ? "is not asked" : `gives ${describeAnswer(resource.linked.answer)}`;
    return failed(`${link} ${found}`, "let it lead to the JSON document");
  },
});
