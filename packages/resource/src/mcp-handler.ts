import { admit, answerMetadata, withCors } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import type { ResourceServer } from "./resource-server.ts";

/**
 * What both MCP SDKs take beside a web-standard request.
 * @example
 * ```ts
 * import { type McpRequestOptions } from "@sallyport/resource/mcp-sdk-v2";
 * export const callerOf = ({ authInfo }: McpRequestOptions) => authInfo?.clientId;
 * ```
 */
export interface McpRequestOptions {
  authInfo?: AuthInfo;
  parsedBody?: unknown;
}

/**
 * Handles an MCP request.
 * @example
 * ```ts
 * import { type ServeMcp } from "@sallyport/resource/mcp-sdk-v2";
 * const serve: ServeMcp = async (_request, { authInfo }) => Response.json(authInfo?.scopes);
 * ```
 */
export type ServeMcp = (request: Request, options: McpRequestOptions) => Promise<Response>;

/**
 * An MCP server's own function from Request to Response behind a good access token; it gets the caller as
 * `authInfo`. Preflights and the metadata paths of `server` are answered here.
 */
export function protectMcp(
  server: ResourceServer,
  serve: ServeMcp,
  options: FetchProtectOptions,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const open = answerMetadata(server, request);
    if (open !== undefined) return open;
    const admission = await admit(server, request, options);
    if (!admission.ok) return admission.response;
    const { auth, parsedBody } = admission;
    const caller = parsedBody === undefined ? { authInfo: auth } : { authInfo: auth, parsedBody };
    return withCors(await serve(admission.request, caller));
  };
}
