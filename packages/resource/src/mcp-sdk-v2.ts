import { admit } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import { protectMcp } from "./mcp-handler.ts";
import type { ServeMcp } from "./mcp-handler.ts";
import type { ResourceServer } from "./resource-server.ts";
import { missingScopes } from "./scope-rules.ts";

export type { FetchProtectOptions } from "./admit.ts";
export type { McpRequestOptions, ServeMcp } from "./mcp-handler.ts";

/**
 * What `createMcpHandler` of @modelcontextprotocol/server 2.x makes.
 * @example
 * ```ts
 * import { type McpHttpHandler } from "@sallyport/resource/mcp-sdk-v2";
 * const handler: McpHttpHandler = { fetch: async () => new Response() };
 * ```
 */
export interface McpHttpHandler {
  readonly fetch: ServeMcp;
}

/**
 * An MCP server behind a good access token, with the metadata that leads clients to it: all of an HTTP server.
 * @example
 * ```ts
 * import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
 * import { createResourceServer } from "@sallyport/resource";
 * import { protect } from "@sallyport/resource/mcp-sdk-v2";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const handler = createMcpHandler(() => new McpServer({ name: "notes", version: "1.0.0" }));
 * const { fetch } = protect(server, handler, { requiredScopes: ["notes:read"] });
 * ```
 */
export function protect(
  server: ResourceServer,
  handler: McpHttpHandler,
  options: FetchProtectOptions = {},
): { readonly fetch: (request: Request) => Promise<Response> } {
  return { fetch: protectMcp(server, (request, caller) => handler.fetch(request, caller), options) };
}

/**
 * In place of the SDK's `requireBearerAuth`: the caller, or the answer to send. Leaves the body alone.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { requireBearerAuth } from "@sallyport/resource/mcp-sdk-v2";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const check = requireBearerAuth(server, { requiredScopes: ["notes:read"] });
 * const caller = await check(new Request("https://notes.example/mcp"));
 * if (caller instanceof Response) console.log(caller.status); // 401
 * ```
 */
export function requireBearerAuth(
  server: ResourceServer,
  { requiredScopes }: Pick<FetchProtectOptions, "requiredScopes"> = {},
): (request: Request) => Promise<AuthInfo | Response> {
  return async (request) => {
    const admission = await admit(server, request, { requiredScopes });
    return admission.ok ? admission.auth : admission.response;
  };
}

/**
 * What the SDK hands to a `scopeChallenge`, and takes for an answer.
 * @example
 * ```ts
 * import { type ScopeChallengeContext } from "@sallyport/resource/mcp-sdk-v2";
 * const context: ScopeChallengeContext = { authInfo: { scopes: ["notes:read"] } };
 * ```
 */
export interface ScopeChallengeContext {
  readonly authInfo?: { readonly scopes: readonly string[] };
}

/**
 * The scopes that the SDK asks for.
 * @example
 * ```ts
 * import { type ScopeChallenge } from "@sallyport/resource/mcp-sdk-v2";
 * const challenge: ScopeChallenge = { scopes: ["notes:write"] };
 * ```
 */
export interface ScopeChallenge {
  scopes: readonly [string, ...string[]];
}

/**
 * For `scopeChallenge` of a tool, prompt or resource, in place of the SDK's `requireScopes`, which knows no
 * hierarchy: asks for what the token has and what it lacks together, since many clients ask for just what
 * they are told. The SDK answers by 403 before the JSON-RPC answer starts.
 * @example
 * ```ts
 * import { requireScopes } from "@sallyport/resource/mcp-sdk-v2";
 * const scopeChallenge = requireScopes("notes:write");
 * scopeChallenge({ authInfo: { scopes: ["notes:read"] } }); // { scopes: ["notes:write", "notes:read"] }
 * ```
 */
export function requireScopes(
  ...scopes: readonly [string, ...string[]]
): (context: ScopeChallengeContext) => ScopeChallenge | undefined {
  return ({ authInfo }) => {
    if (authInfo === undefined) return undefined;
    const [first, ...rest] = missingScopes(authInfo.scopes, scopes);
    if (first === undefined) return undefined;
    const kept = authInfo.scopes.filter((scope) => scope !== "offline_access");
    return { scopes: [first, ...new Set([...rest, ...kept])] };
  };
}
