import { defineCheck, passed, skipped, warned } from "../check.ts";

export const wayIn = defineCheck({
  id: "way-in",
  group: "server",
  claim: "A client that nobody knows can get in",
  judge({ server }) {
    if (server.document === undefined) return skipped("there is no metadata");
    const { client_id_metadata_document_supported: byDocument, registration_endpoint: register } = server.document;
    if (byDocument === true || typeof register === "string") return passed();
    return warned(
      "there is neither a registration_endpoint nor client_id_metadata_document_supported",
      "offer one of them, or give people a client id to type in",
    );
  },
});
