export interface Challenge {
  /** Absent when no token was presented (RFC 6750 section 3.1). */
  readonly error: string | undefined;
  readonly scopes: readonly string[];
  readonly metadataUrl: string;
  readonly description: string;
}

/**
 * A `WWW-Authenticate` value (RFC 6750 section 3, RFC 9728 section 5.1). Clients pick parameters by
 * unanchored patterns and stop at the next quote: free text comes last, and nothing needs escaping.
 * `offline_access` is between the client and the issuer and has no place here.
 */
export function buildChallenge(challenge: Challenge): string {
  const { error, metadataUrl, description } = challenge;
  const scope = challenge.scopes.filter((name) => isScopeName(name) && name !== "offline_access").join(" ");
  const parameters = [
    ["error", error],
    ["scope", scope === "" ? undefined : scope],
    ["resource_metadata", metadataUrl],
    ["error_description", error === undefined ? undefined : description],
  ].filter(([, value]) => value !== undefined);
  return `Bearer ${parameters.map(([name, value]) => `${name}="${value}"`).join(", ")}`;
}

/** Whether `text` is one scope name (RFC 6749 section 3.3), so that it can stand between quotes. */
export function isScopeName(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}
