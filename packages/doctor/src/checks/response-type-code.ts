import { listOf } from "../answer.ts";
import { defineCheck, failed, passed, skipped } from "../check.ts";

export const responseTypeCode = defineCheck({
  id: "response-type-code",
  group: "server",
  claim: "The code flow is offered",
  judge({ server }) {
    if (!Array.isArray(server.document?.["response_types_supported"]))
      return skipped("response_types_supported is no list");
    if (listOf(server.document, "response_types_supported").includes("code")) return passed();
    return failed("response_types_supported has no code", "add code: MCP clients use no other");
  },
});
