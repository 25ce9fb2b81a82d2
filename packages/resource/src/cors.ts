const exposedHeaders = ["WWW-Authenticate", "DPoP-Nonce", "Retry-After", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name"];

const allowedHeaders = [
  "Authorization",
  "Content-Type",
  "Accept",
  "Last-Event-ID",
  "DPoP",
  "MCP-Protocol-Version",
  "Mcp-Session-Id",
  "Mcp-Method",
  "Mcp-Name",
];

/** What an MCP endpoint answers. */
export const endpointMethods = "GET, POST, DELETE, OPTIONS";

const headerListPattern = /^[\w!#$%&'*+.^`|~-]+(?: *, *[\w!#$%&'*+.^`|~-]+)*$/;
const maxListLength = 1_024;

/** For every answer: any origin may read it. There are no cookies, so that gives away nothing. */
export const corsHeaders: Readonly<Record<string, string>> = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": exposedHeaders.join(", "),
};

/** For the answer to a preflight, which browsers send without a token. */
export function preflightHeaders(methods: string, requested: string | undefined): Record<string, string> {
  return {
    ...corsHeaders,
    "Access-Control-Allow-Methods": methods,
    "Access-Control-Allow-Headers": isHeaderList(requested) ? requested : allowedHeaders.join(", "),
    "Access-Control-Max-Age": "86400",
    Vary: "Access-Control-Request-Headers",
  };
}

function isHeaderList(text: string | undefined): text is string {
  return text !== undefined && text.length <= maxListLength && headerListPattern.test(text);
}
