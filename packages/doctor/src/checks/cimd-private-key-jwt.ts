import { listOf } from "../answer.ts";
import { defineCheck, passed, skipped, warned } from "../check.ts";

export const cimdPrivateKeyJwt = defineCheck({
  id: "cimd-private-key-jwt",
  group: "server",
  claim: "Clients with metadata documents may authenticate with a key",
  judge({ server }) {
    if (server.document?.["client_id_metadata_document_supported"] !== true)
      return skipped("metadata documents are not offered");
    if (listOf(server.document, "token_endpoint_auth_methods_supported").includes("private_key_jwt")) return passed();
    return warned(
      "token_endpoint_auth_methods_supported has no private_key_jwt",
      "add private_key_jwt: ChatGPT's metadata document asks for it",
    );
  },
});
