import { defineCheck, failed, passed, skipped } from "../check.ts";
import { emptyMembers } from "../nothing.ts";

export const resourceMetadataNulls = defineCheck({
  id: "resource-metadata-nulls",
  group: "resource",
  claim: "The metadata has no null or empty members",
  judge({ resource }) {
    if (resource.document === undefined) return skipped("there is no metadata");
    const empty = emptyMembers(resource.document);
    if (empty.length === 0) return passed();
    return failed(
      `null or empty in the resource metadata: ${empty.join(", ")}`,
      "leave them out: SDKs refuse the whole document",
    );
  },
});
