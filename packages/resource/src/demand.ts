import { keepsPromise, promisedMessage } from "./mcp-headers.ts";
import type { McpHeaders } from "./mcp-headers.ts";
import type { ScopesFor } from "./operation-scopes.ts";

/**
 * The scopes that a request needs.
 * @example
 * ```ts
 * import { scopesForTools } from "@sallyport/resource";
 * import { type ProtectOptions } from "@sallyport/resource/express";
 * const options: ProtectOptions = {
 *   requiredScopes: ["notes:read"],
 *   scopesFor: scopesForTools({ write_note: ["notes:write"] }),
 * };
 * ```
 */
export interface ProtectOptions {
  /** Scopes that every request needs. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Scopes that a request needs as well, from its parsed body; GET, HEAD and DELETE have none. */
  readonly scopesFor?: ScopesFor | undefined;
}

/** What a request needs before it may be served. */
export interface Demand {
  readonly scopes: readonly string[];
  /** Why it cannot be served, whoever asks. */
  readonly trouble?: "body_unclear" | "headers_disagree" | undefined;
}

const withoutBody: ReadonlySet<string | undefined> = new Set(["GET", "HEAD", "DELETE"]);

/** Whether the scopes that a request needs depend on its body. */
export function dependsOnBody(options: ProtectOptions, method: string | undefined): boolean {
  return options.scopesFor !== undefined && !withoutBody.has(method);
}

/** What a request needs as far as its headers tell: enough to refuse it, not enough to serve it. */
export function demandByHeaders({ requiredScopes = [], scopesFor }: ProtectOptions, headers: McpHeaders): Demand {
  const promised = promisedMessage(headers);
  const more = promised === undefined ? undefined : scopesFor?.(promised);
  return { scopes: union(requiredScopes, more ?? []) };
}

/** What a request with this body needs. */
export function demandByBody(options: ProtectOptions, headers: McpHeaders, body: unknown): Demand {
  const { requiredScopes = [], scopesFor } = options;
  const more = scopesFor?.(body);
  if (more === undefined) return { scopes: requiredScopes, trouble: "body_unclear" };
  const scopes = union(requiredScopes, more);
  return keepsPromise(headers, body) ? { scopes } : { scopes, trouble: "headers_disagree" };
}

function union(some: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...some, ...more])];
}
