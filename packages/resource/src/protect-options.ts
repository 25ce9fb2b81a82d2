import type { ScopesFor } from "./tool-scopes.ts";

export interface ProtectOptions {
  /** Scopes that every request needs. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** Scopes that a request needs as well, from its parsed body; GET, HEAD and DELETE have none. */
  readonly scopesFor?: ScopesFor | undefined;
}

const withoutBody: ReadonlySet<string | undefined> = new Set(["GET", "HEAD", "DELETE"]);

/** Whether the scopes that a request needs depend on its body. */
export function dependsOnBody(options: ProtectOptions, method: string | undefined): boolean {
  return options.scopesFor !== undefined && !withoutBody.has(method);
}

/** All scopes that a request with this body needs, or undefined when the body does not tell. */
export function scopesWithBody(options: ProtectOptions, body: unknown): readonly string[] | undefined {
  const more = options.scopesFor?.(body);
  return more === undefined ? undefined : [...new Set([...(options.requiredScopes ?? []), ...more])];
}
