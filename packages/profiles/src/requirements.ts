/** What stops a client when it is missing: the id of a check of the doctor. */
export type Requirement =
  | (typeof byEveryClient)[number]
  | (typeof byRegistration)[number]
  | "authorization-endpoint-query"
  | "authorize-loopback-port"
  | "authorize-success-iss"
  | "endpoints-secure"
  | "issuer-identical"
  | "mcp-secure"
  | "refresh-race"
  | "register-complete"
  | "register-private-use"
  | "resource-exact"
  | "resource-metadata-found";

/** No client works without these. */
export const byEveryClient = [
  "mcp-unauthorized",
  "metadata-found",
  "metadata-html",
  "metadata-errors",
  "metadata-nulls",
  "metadata-schema",
  "response-type-code",
  "resource-metadata-nulls",
  "resource-metadata-schema",
  "resource-metadata-places",
  "resource-matches",
  "authorize-accepts",
  "token-response",
  "token-accepted",
  "pkce-s256",
] as const;

/** A hosted client has no loopback redirect URI. */
export const byHostedRegistration = ["register-accepted", "register-echo", "register-secret-expiry"] as const;

export const byRegistration = [...byHostedRegistration, "register-loopback"] as const;
