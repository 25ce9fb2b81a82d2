import { documentOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";
import { withoutEmptyMembers } from "../nothing.ts";
import { openIdMetadataSchema, problemWith, serverMetadataSchema } from "../schemas.ts";

export const metadataSchema = defineCheck({
  id: "metadata-schema",
  group: "server",
  claim: "The metadata has the members and types that SDKs expect",
  judge({ server }) {
    const problems = server.places.flatMap(({ url, answer }) => {
      const document = documentOf(answer);
      if (document === undefined) return [];
      const schema = url.includes("openid-configuration") ? openIdMetadataSchema : serverMetadataSchema;
      const problem = problemWith(schema, withoutEmptyMembers(document));
      return problem === undefined ? [] : [`${url}: ${problem}`];
    });
    if (server.document === undefined) return skipped("there is no metadata");
    const [problem] = problems;
    return problem === undefined ? passed() : failed(problem, "correct the member: SDKs refuse the whole document");
  },
});
