import { listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const cimdNone = defineCheck({
  id: "cimd-none",
  group: "server",
  claim: "Clients with metadata documents find `none` among the methods",
  judge({ server }) {
    if (server.document?.["client_id_metadata_document_supported"] !== true)
      return skipped("metadata documents are not offered");
    if (listOf(server.document, "token_endpoint_auth_methods_supported").includes("none")) return passed();
    return failed(
      "token_endpoint_auth_methods_supported has no none",
      "add none: Claude, Codex and OpenCode use their metadata documents only then",
    );
  },
});
