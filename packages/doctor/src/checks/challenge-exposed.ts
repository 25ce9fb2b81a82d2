import { defineCheck, passed, skipped, warned } from "../check.ts";
import { allowsOrigin, namesIn } from "../cors.ts";

export const challengeExposed = defineCheck({
  id: "challenge-exposed",
  group: "mcp",
  claim: "Browser clients can read the 401 and its challenge",
  judge({ mcp }) {
    if (mcp.bare.status !== 401) return skipped("there is no 401");
    const fix = "send Access-Control-Allow-Origin, and Access-Control-Expose-Headers: WWW-Authenticate, on errors too";
    if (!allowsOrigin(mcp.fromBrowser)) return warned("the answer has no Access-Control-Allow-Origin", fix);
    const exposed = namesIn(mcp.fromBrowser, "access-control-expose-headers");
    if (exposed.includes("www-authenticate") || exposed.includes("*")) return passed();
    return warned("WWW-Authenticate is not exposed", fix);
  },
});
