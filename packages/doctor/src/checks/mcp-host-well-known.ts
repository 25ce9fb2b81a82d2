import { describeAnswer, documentOf } from "../answer.ts";
import { defineCheck, passed, skipped, warned } from "../check.ts";

export const mcpHostWellKnown = defineCheck({
  id: "mcp-host-well-known",
  group: "server",
  claim: "The MCP host does not answer for the authorization server with something else",
  judge({ server }) {
    if (server.mcpHost.length === 0) return skipped("the authorization server is at the MCP host");
    const wrong = server.mcpHost.find(({ answer }) => {
      const isTrap = answer.status === 200 && documentOf(answer) === undefined;
      return isTrap || answer.status >= 500;
    });
    if (wrong === undefined) return passed();
    const fix = "answer 404 there: old clients and ChatGPT look for metadata at the MCP host first";
    return warned(`${wrong.url} gives ${describeAnswer(wrong.answer)}`, fix);
  },
});
