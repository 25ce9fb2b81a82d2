import { defineCheck, passed, warned } from "../check.ts";
import { preflightProblem } from "../cors.ts";

export const mcpPreflight = defineCheck({
  id: "mcp-preflight",
  group: "mcp",
  claim: "The MCP endpoint answers a browser's preflight",
  judge({ mcp }) {
    const problem = preflightProblem(mcp.preflight, ["authorization", "content-type", "mcp-protocol-version"]);
    if (problem === undefined) return passed();
    return warned(
      problem,
      "answer OPTIONS without a token, and allow Authorization, Content-Type, MCP-Protocol-Version",
    );
  },
});
