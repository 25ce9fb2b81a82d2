import type { FetchProtectOptions } from "./admit.ts";
import { protectMcp } from "./mcp-handler.ts";
import type { ServeMcp } from "./mcp-handler.ts";
import type { ResourceServer } from "./resource-server.ts";

// For @modelcontextprotocol/sdk 1.x: `requireBearerAuth` sets `req.auth`, and so does `protect`.
export { metadataRouter, protect } from "./express.ts";
export type { ProtectOptions } from "./express.ts";
export type { FetchProtectOptions } from "./admit.ts";
export type { McpRequestOptions, ServeMcp } from "./mcp-handler.ts";

/**
 * For servers of Request and Response: `serve` is what hands a request to a web-standard transport,
 * `(request, options) => transport.handleRequest(request, options)`.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { protectTransport } from "@sallyport/resource/mcp-sdk-v1";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const serve = protectTransport(server, async (_request, { authInfo }) => Response.json(authInfo?.scopes));
 * ```
 */
export function protectTransport(
  server: ResourceServer,
  serve: ServeMcp,
  options: FetchProtectOptions = {},
): (request: Request) => Promise<Response> {
  return protectMcp(server, serve, options);
}
