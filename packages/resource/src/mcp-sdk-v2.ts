import { admit } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import { protectMcp } from "./mcp-handler.ts";
import type { ServeMcp } from "./mcp-handler.ts";
import type { ResourceServer } from "./resource-server.ts";
import { missingScopes } from "./scope-rules.ts";

export type { FetchProtectOptions } from "./admit.ts";
export type { McpRequestOptions, ServeMcp } from "./mcp-handler.ts";

/** What `createMcpHandler` of @modelcontextprotocol/server 2.x makes. */
export interface McpHttpHandler {
  readonly fetch: ServeMcp;
}

/** An MCP server behind a good access token, with the metadata that leads clients to it: all of an HTTP server. */
export function protect(
  server: ResourceServer,
  handler: McpHttpHandler,
  options: FetchProtectOptions = {},
): { readonly fetch: (request: Request) => Promise<Response> } {
  return { fetch: protectMcp(server, (request, caller) => handler.fetch(request, caller), options) };
}

/** In place of the SDK's `requireBearerAuth`: the caller, or the answer to send. Leaves the body alone. */
export function requireBearerAuth(
  server: ResourceServer,
  { requiredScopes }: Pick<FetchProtectOptions, "requiredScopes"> = {},
): (request: Request) => Promise<AuthInfo | Response> {
  return async (request) => {
    const admission = await admit(server, request, { requiredScopes });
    return admission.ok ? admission.auth : admission.response;
  };
}

/** What the SDK hands to a `scopeChallenge`, and takes for an answer. */
export interface ScopeChallengeContext {
  readonly authInfo?: { readonly scopes: readonly string[] };
}
export interface ScopeChallenge {
  scopes: readonly [string, ...string[]];
}

/**
 * For `scopeChallenge` of a tool, prompt or resource, in place of the SDK's `requireScopes`, which knows no
 * hierarchy: asks for what the token has and what it lacks together, since many clients ask for just what
 * they are told. The SDK answers by 403 before the JSON-RPC answer starts.
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
