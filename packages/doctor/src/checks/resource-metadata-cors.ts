import { defineCheck, passed, skipped, warned } from "../check.ts";
import { browserProblem } from "../cors.ts";

export const resourceMetadataCors = defineCheck({
  id: "resource-metadata-cors",
  group: "resource",
  claim: "Browser clients can read the metadata",
  judge({ resource }) {
    if (resource.browser === undefined) return skipped("there is no metadata");
    const problem = browserProblem(resource.browser);
    if (problem === undefined) return passed();
    return warned(problem, "allow any origin and the header MCP-Protocol-Version");
  },
});
