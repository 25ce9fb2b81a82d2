import { compareRedirectUris, type Difference, withoutPort } from "../rules/redirect-difference.ts";
import { InvalidGrantError, InvalidRequestError } from "../errors.ts";
import { invalidCredential } from "./credentials.ts";
import { listOf, type OAuthRow, type Seen, textOf } from "./row.ts";

const exactMatch = "The redirect URI is registered, byte for byte (OAuth 2.1 section 2.3; RFC 9700 section 4.1.1)";

/** Refused redirect URIs. */
export const redirectUriRefusals = {
  redirect_uri_mismatch: {
    error: InvalidRequestError,
    description: "The redirect_uri is not registered for the client.",
    rule: `${exactMatch}; only the port of an http loopback URI may differ (RFC 8252 section 7.3)`,
    meaning: "The redirect_uri is not registered for the client, so the server did not redirect to it.",
    fix: fixMismatch,
  },
  other_redirect_uri: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "redirect_uri in a token request is that of the authorization request (RFC 6749 section 4.1.3)",
    meaning: "The redirect_uri of the token request is not that of the authorization request.",
    fix: (seen) =>
      `${compare(seen)} Send the same redirect_uri, including the port, in both requests, or leave it out of the token request.`,
  },
  missing_redirect_uri: {
    error: InvalidRequestError,
    description: "The parameter redirect_uri is missing.",
    rule: "redirect_uri is optional only if exactly one is registered, and never with openid (OAuth 2.1 section 4.1.1; OpenID Connect Core section 3.1.2.1)",
    meaning: "The authorization request has no redirect_uri, and the server cannot choose one.",
    fix: ({ registered }) =>
      `Send redirect_uri with one of: ${textOf(registered["redirect_uris"]) ?? "(none registered)"}.`,
  },
  redirect_uri_unusable: {
    error: InvalidRequestError,
    description: "The redirect_uri cannot be used.",
    rule: "A redirect URI is absolute, normalized and without fragment (RFC 6749 section 3.1.2; RFC 8252 section 7)",
    meaning: "The redirect_uri is registered, but is no longer allowed.",
    fix: "Register another redirect URI: https, http on a loopback host, or a private-use scheme such as com.example.app:/cb.",
  },
} satisfies Readonly<Record<string, OAuthRow>>;

function fixMismatch(seen: Seen): string {
  const uri = textOf(seen.received["redirect_uri"]) ?? "";
  const registered = listOf(seen.registered["redirect_uris"]);
  if (registered.length === 0) return `Register ${uri} for the client: it has no redirect URI.`;
  const nearest = compareRedirectUris(uri, registered);
  if (nearest === undefined) return `Register ${uri} for the client, or send one of: ${registered.join(" ")}.`;
  // Values of a query are not stored, so only they can differ.
  const [only = "query", ...others] = nearest.differences;
  if (others.length === 0) return adviceFor(only, uri, nearest.uri);
  return `${compare(seen)} Register ${uri} too, or send a registered URI unchanged.`;
}

/** How the URI differs from the registered one that is most similar. */
function compare({ received, registered }: Seen): string {
  const uri = textOf(received["redirect_uri"]) ?? "";
  const nearest = compareRedirectUris(uri, listOf(registered["redirect_uris"]));
  if (nearest === undefined || nearest.differences.length === 0) return "";
  return `It differs from ${nearest.uri} in its ${nearest.differences.map((one) => names[one]).join(", ")}.`;
}

const names: Record<Difference, string> = {
  scheme: "scheme",
  loopback_host: "loopback host",
  host: "host",
  port: "port",
  trailing_slash: "trailing slash",
  path_case: "upper and lower case of the path",
  path: "path",
  query: "query",
};

function adviceFor(difference: Difference, uri: string, registered: string): string {
  switch (difference) {
    case "loopback_host": {
      const [sent, known] = [new URL(uri).hostname, new URL(registered).hostname];
      return `It differs only in its host, ${sent} ≠ ${known}: register both, ${withoutPort(registered)} and ${withoutPort(uri)}. Ports do not have to be registered.`;
    }
    case "port":
      return `It differs only in its port from ${registered}. The port may differ only with http on localhost, 127.0.0.1 and [::1]. Register ${uri} too.`;
    case "trailing_slash":
      return `It differs only in its trailing slash from ${registered}. Send the registered URI, or register ${uri} too.`;
    case "scheme":
      return `It differs only in its scheme from ${registered}. If a proxy terminates TLS, the client may assume http: configure its public address, or register the URI that it sends.`;
    case "path_case":
      return `It differs from ${registered} only in upper and lower case of its path, which is case-sensitive. Send the registered URI.`;
    case "query":
      return `It differs only in its query from ${registered}: the query is compared too. Use state for values that change, or register ${uri} too.`;
    case "host":
    case "path":
      return `It differs only in its ${names[difference]} from ${registered}. Register ${uri} too, or send a registered URI: wildcards are not supported.`;
  }
}
