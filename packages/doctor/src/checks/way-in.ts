import { defineCheck, passed, skipped, warned } from "../check.ts";

export const wayIn = defineCheck({
  id: "way-in",
  group: "server",
  claim: "A new client can get a client ID",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    const { client_id_metadata_document_supported: byDocument, registration_endpoint: register } = server.document;
    if (byDocument === true || typeof register === "string") return passed();
    return warned(
      "there is neither a registration_endpoint nor client_id_metadata_document_supported",
      "support one of them, or give users a client ID to enter",
    );
  },
});
