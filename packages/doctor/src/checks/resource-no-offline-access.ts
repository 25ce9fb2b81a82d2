import { listOf } from "../answer.ts";
import { defineCheck, passed, skipped, warned } from "../check.ts";

export const resourceNoOfflineAccess = defineCheck({
  id: "resource-no-offline-access",
  group: "resource",
  claim: "`offline_access` is not asked for by the resource",
  judge({ resource }) {
    if (resource.document === undefined) return skipped("there is no metadata");
    if (!listOf(resource.document, "scopes_supported").includes("offline_access")) return passed();
    return warned(
      "scopes_supported has offline_access",
      "leave it to the authorization server: it makes clients ask for consent each time",
    );
  },
});
