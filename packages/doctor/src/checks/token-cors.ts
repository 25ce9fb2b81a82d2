import { defineCheck, passed, skipped, warned } from "../check.ts";
import { preflightProblem } from "../cors.ts";

export const tokenCors = defineCheck({
  id: "token-cors",
  group: "token",
  claim: "Browser clients can call the token endpoint",
  judge({ server: { tokenPreflight } }) {
    if (tokenPreflight === undefined) return skipped("there is no token endpoint with a safe address");
    const problem = preflightProblem(tokenPreflight, ["content-type", "mcp-protocol-version"]);
    if (problem === undefined) return passed();
    return warned(problem, "answer OPTIONS, and allow any origin with Content-Type and MCP-Protocol-Version");
  },
});
