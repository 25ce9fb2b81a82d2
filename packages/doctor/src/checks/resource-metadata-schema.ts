import { defineCheck, failed, passed, skipped } from "../check.ts";
import { withoutEmptyMembers } from "../nothing.ts";
import { problemWith, resourceMetadataSchema } from "../schemas.ts";

export const resourceMetadataTypes = defineCheck({
  id: "resource-metadata-schema",
  group: "resource",
  claim: "The metadata has the types that SDKs expect",
  judge({ resource }) {
    if (resource.document === undefined) return skipped("there is no metadata");
    const problem = problemWith(resourceMetadataSchema, withoutEmptyMembers(resource.document));
    if (problem === undefined) return passed();
    return failed(`in the resource metadata, ${problem}`, "correct the member: SDKs refuse the whole document");
  },
});
