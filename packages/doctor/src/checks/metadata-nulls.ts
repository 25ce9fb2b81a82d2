import { defineCheck, failed, passed, skipped } from "../check.ts";
import { emptyMembers } from "../nothing.ts";

export const metadataNulls = defineCheck({
  id: "metadata-nulls",
  group: "server",
  claim: "The metadata has no null or empty members",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    const empty = emptyMembers(server.document);
    if (empty.length === 0) return passed();
    return failed(
      `null or empty in the metadata: ${empty.join(", ")}`,
      "leave them out: SDKs refuse the whole document",
    );
  },
});
