import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed } from "../check.ts";

export const resourceMetadataFound = defineCheck({
  id: "resource-metadata-found",
  group: "resource",
  claim: "The resource describes itself (RFC 9728)",
  judge({ resource }) {
    if (resource.document !== undefined) return passed();
    const answers = resource.places.map(({ url, answer }) => `${url} gives ${describeAnswer(answer)}`);
    return failed(answers.join("; "), "serve the metadata as JSON at these addresses");
  },
});
