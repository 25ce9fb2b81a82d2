import { defineCheck, passed, skipped, warned } from "../check.ts";
import { browserProblem } from "../cors.ts";

export const metadataCors = defineCheck({
  id: "metadata-cors",
  group: "server",
  claim: "Browser clients can read the metadata",
  judge({ server }) {
    if (server.browser === undefined) return skipped("there is no metadata");
    const problem = browserProblem(server.browser);
    if (problem === undefined) return passed();
    return warned(problem, "allow any origin and the header MCP-Protocol-Version");
  },
});
