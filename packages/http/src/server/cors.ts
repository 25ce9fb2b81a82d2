import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";

/** For the endpoints that browser clients call; without credentials, so `*` gives nothing away. */
export const openCors: OutgoingHttpHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "WWW-Authenticate, DPoP-Nonce, Retry-After",
};

const usualHeaders = "Authorization, Content-Type, MCP-Protocol-Version, DPoP, Accept";
const headerList = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+(?: *, *[A-Za-z0-9!#$%&'*+.^_`|~-]+)*$/;
const maxListLength = 1024;

/** The answer to a preflight: any header may be sent, since none is trusted for being there. */
export function preflightHeaders(request: IncomingMessage, methods: readonly string[]): OutgoingHttpHeaders {
  const asked = request.headers["access-control-request-headers"] ?? "";
  const isList = asked.length <= maxListLength && headerList.test(asked);
  return {
    ...openCors,
    "Access-Control-Allow-Methods": methods.join(", "),
    "Access-Control-Allow-Headers": isList ? asked : usualHeaders,
    "Access-Control-Max-Age": "86400",
    Vary: "Access-Control-Request-Headers",
  };
}
