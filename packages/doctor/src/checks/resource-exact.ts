import { coversResource } from "../addresses.ts";
import { textOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const resourceExact = defineCheck({
  id: "resource-exact",
  group: "resource",
  claim: "`resource` is the MCP URL itself",
  judge({ mcpUrl, resource }) {
    const named = textOf(resource.document, "resource");
    if (named === undefined || !coversResource(named, mcpUrl)) return skipped("resource does not cover the MCP URL");
    if (new URL(named).href.replace(/\/$/, "") === new URL(mcpUrl).href.replace(/\/$/, "")) return passed();
    return failed(`resource is ${named}`, `use ${mcpUrl}: some clients accept no other`);
  },
});
