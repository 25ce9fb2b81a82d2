import { describeAnswer } from "../answer.ts";
import { defineCheck, failed, passed } from "../check.ts";

export const mcpUnauthorized = defineCheck({
  id: "mcp-unauthorized",
  group: "mcp",
  claim: "A request without a token is answered 401",
  judge({ mcp }) {
    if (mcp.bare.status === 401) return passed();
    const fix = "answer 401 with a WWW-Authenticate challenge: it is what makes clients start to authorize";
    const isOpen = mcp.bare.status >= 200 && mcp.bare.status < 300;
    const found = `a request without a token is answered ${describeAnswer(mcp.bare)}`;
    return failed(isOpen ? `${found}: anyone can use the server` : found, fix);
  },
});
