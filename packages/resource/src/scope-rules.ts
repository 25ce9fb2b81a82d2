import * as hierarchy from "@sallyport/core/scope-hierarchy";

// The rules are the server's own; they are declared here again because what is published stands alone.

/**
 * Whether holding the scope `granted` is enough where `needed` is asked for: it is the same name, or stands
 * above it in the hierarchy that colons make. `files` implies `files:read` and `files:read:own`, and is
 * implied by nothing but itself; `files:write` does not imply `files:read`. A name that is a URI stands alone.
 * @example
 * ```ts
 * import { impliesScope } from "@sallyport/resource";
 * impliesScope("files", "files:read"); // true
 * impliesScope("files:read", "files"); // false
 * ```
 */
export function impliesScope(granted: string, needed: string): boolean {
  return hierarchy.impliesScope(granted, needed);
}

/**
 * Those of `needed` that no scope of `granted` implies, in their order.
 * @example
 * ```ts
 * import { missingScopes } from "@sallyport/resource";
 * missingScopes(["files"], ["files:read", "notes:read"]); // ["notes:read"]
 * ```
 */
export function missingScopes(granted: readonly string[], needed: readonly string[]): readonly string[] {
  return hierarchy.missingScopes(granted, needed);
}
