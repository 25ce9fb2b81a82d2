import { coversResource } from "../addresses.ts";
import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const resourceMatches = defineCheck({
  id: "resource-matches",
  group: "resource",
  claim: "`resource` covers the MCP URL",
  judge({ mcpUrl, resource }) {
    const named = textOf(resource.document, "resource");
    if (named === undefined) return skipped("the metadata names no resource");
    if (coversResource(named, mcpUrl)) return passed();
    const isSlash = named === `${mcpUrl}/`;
    return failed(
      `resource is ${named}, and the endpoint is ${mcpUrl}`,
      isSlash ? "drop the trailing slash" : "use the URL of the endpoint, or one above it on the same origin",
    );
  },
});
