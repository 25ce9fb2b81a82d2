import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed } from "../check.ts";

export const metadataFound = defineCheck({
  id: "metadata-found",
  group: "server",
  claim: "The authorization server publishes its metadata",
  judge({ server }) {
    if (server.document !== undefined)
      return passed(server.isNamed ? undefined : "found at the origin of the MCP server");
    const answers = server.places.map(({ url, answer }) => `${url} gives ${describeAnswer(answer)}`);
    return failed(
      answers.join("; "),
      "serve the metadata as JSON at the first of these addresses (RFC 8414 section 3.1)",
    );
  },
});
