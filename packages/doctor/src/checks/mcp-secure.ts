import { isSecureUrl } from "../addresses.ts";
import { defineCheck, failed, passed } from "../check.ts";

export const mcpSecure = defineCheck({
  id: "mcp-secure",
  group: "mcp",
  claim: "The MCP endpoint uses https, or http on loopback",
  judge({ mcpUrl }) {
    if (isSecureUrl(mcpUrl)) return passed();
    return failed(`the address is ${mcpUrl}`, "serve the endpoint over https: tokens travel in every request");
  },
});
