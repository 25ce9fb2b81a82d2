import type { RegistrationConfig, RegistrationPolicy } from "../config.ts";
import { isLoopbackHost } from "./redirect-uri.ts";

/** What a policy says to a newcomer. */
export type Admission = "admitted" | "pending" | "refused";

/** Judges a newcomer by the hosts that it names: its document's, or those of its redirect URIs. */
export function admit(policy: RegistrationPolicy, uris: readonly string[], config: RegistrationConfig): Admission {
  switch (policy) {
    case "open":
      return "admitted";
    case "ask":
      return "pending";
    case "off":
      return "refused";
    case "allow_list":
      return uris.every((uri) => isListed(uri, config.allowedHosts)) ? "admitted" : "refused";
  }
}

/** Private-use schemes have no host: they are listed by their scheme with its colon, `cursor:`. */
function isListed(uri: string, allowed: readonly string[]): boolean {
  const { hostname, protocol } = new URL(uri);
  if (protocol !== "https:" && protocol !== "http:") return allowed.includes(protocol);
  const host = isLoopbackHost(hostname) ? "localhost" : hostname;
  return allowed.some((entry) => (entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry));
}
