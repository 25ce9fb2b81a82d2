import { defineCheck, passed, skipped, warned } from "../check.ts";
import { preflightProblem } from "../cors.ts";

export const registerCors = defineCheck({
  id: "register-cors",
  group: "register",
  claim: "Browser clients can call the registration endpoint",
  judge({ server: { registerPreflight } }) {
    if (registerPreflight === undefined) return skipped("there is no registration endpoint with a safe address");
    const problem = preflightProblem(registerPreflight, ["content-type", "mcp-protocol-version"]);
    if (problem === undefined) return passed();
    return warned(problem, "answer OPTIONS, and allow any origin with Content-Type and MCP-Protocol-Version");
  },
});
