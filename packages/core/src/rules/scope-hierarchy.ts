/**
 * Whether holding the scope `granted` is enough where `needed` is asked for: it is the same name, or stands
 * above it in the hierarchy that colons make. `files` implies `files:read` and `files:read:own`, and is
 * implied by nothing but itself; `files:write` does not imply `files:read`. A name that is a URI stands alone.
 */
export function impliesScope(granted: string, needed: string): boolean {
  return granted === needed || (hasLevels(needed) && needed.startsWith(`${granted}:`));
}

/** Those of `needed` that no scope of `granted` implies, in their order. */
export function missingScopes(granted: readonly string[], needed: readonly string[]): readonly string[] {
  return needed.filter((one) => !granted.some((scope) => impliesScope(scope, one)));
}

function hasLevels(scope: string): boolean {
  return !scope.includes("://") && !scope.startsWith("urn:") && scope.split(":").every((level) => level !== "");
}
