import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed } from "../check.ts";

export const mcpUnauthorized = defineCheck({
  id: "mcp-unauthorized",
  group: "mcp",
  claim: "A request without a token is answered 401",
  judge({ mcp }) {
    if (mcp.bare.status === 401) return passed();
    const fix = "answer 401 with a WWW-Authenticate challenge: it is what makes clients start to authorize";
    return failed(`it is answered ${describeAnswer(mcp.bare)}`, fix);
  },
});
