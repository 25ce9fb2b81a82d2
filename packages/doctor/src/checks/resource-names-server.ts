import { listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const resourceNamesServer = defineCheck({
  id: "resource-names-server",
  group: "resource",
  claim: "The metadata names an authorization server",
  judge({ resource }) {
    if (resource.document === undefined) return skipped("there is no metadata");
    const servers = listOf(resource.document, "authorization_servers");
    if (servers.some((one) => URL.canParse(one))) return passed();
    return failed(
      "authorization_servers has no URL",
      "name the issuer, spelled as in its own metadata (RFC 9728 section 2)",
    );
  },
});
