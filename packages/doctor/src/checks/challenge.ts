import { defineCheck, failed, passed, skipped, warned } from "../check.ts";

export const challenge = defineCheck({
  id: "challenge",
  group: "mcp",
  claim: "The 401 carries a challenge that SDKs can read",
  judge({ mcp }) {
    if (mcp.bare.status !== 401) return skipped("there is no 401");
    const header = mcp.bare.headers.get("www-authenticate");
    const fix = 'send one challenge: WWW-Authenticate: Bearer resource_metadata="https://…"';
    if (header === null) return failed("WWW-Authenticate is missing", fix);
    if (!/^(?:Bearer|DPoP) +[\w-]+=/i.test(header)) return failed(`WWW-Authenticate is ${header}`, fix);
    if (!hidesParameters(header)) return passed();
    return warned(
      "error_description stands before other parameters, and its text looks like one of them",
      "put error, scope and resource_metadata before error_description: SDKs search for the first match",
    );
  },
});

/** SDKs search for names anywhere, so free text in front can be taken for a parameter. */
function hidesParameters(header: string): boolean {
  const [before = "", after] = header.split(/error_description="[^"]*"/i);
  const description = /error_description="([^"]*)"/i.exec(header)?.[1] ?? "";
  return after !== undefined && before !== header && /(?:scope|resource_metadata|error)=/i.test(description);
}
