import { documentOf } from "../answer.ts";
import { defineCheck, passed, skipped, warned } from "../check.ts";

export const metadataIdentical = defineCheck({
  id: "metadata-identical",
  group: "server",
  claim: "All metadata addresses return the same document",
  judge({ server }) {
    const found = server.places.flatMap(({ url, answer }) => {
      const document = documentOf(answer);
      return document === undefined ? [] : [{ url, document }];
    });
    const [first, ...others] = found;
    if (first === undefined) return skipped("there is no metadata");
    for (const { url, document } of others) {
      const name = sharedMembers.find(
        (member) => JSON.stringify(first.document[member]) !== JSON.stringify(document[member]),
      );
      if (name !== undefined) {
        const fix = "serve one document: which one a client reads depends on the client";
        return warned(`${name} differs between ${first.url} and ${url}`, fix);
      }
    }
    return passed();
  },
});

/** The issuer is compared by a check of its own. */
const sharedMembers = [
  "authorization_endpoint",
  "token_endpoint",
  "registration_endpoint",
  "code_challenge_methods_supported",
  "token_endpoint_auth_methods_supported",
  "grant_types_supported",
  "scopes_supported",
  "client_id_metadata_document_supported",
  "authorization_response_iss_parameter_supported",
];
