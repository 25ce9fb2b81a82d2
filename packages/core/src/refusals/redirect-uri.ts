import { compareRedirectUris, type Difference, withoutPort } from "../rules/redirect-difference.ts";
import { type Explanations, listed, said, type Seen } from "./explanation.ts";

const exactMatch =
  "The redirect URI must be a registered one, byte for byte (OAuth 2.1 section 2.3; RFC 9700 section 4.1.1)";

/** Where the answer would go. */
export const redirectUriExplanations: Explanations = {
  redirect_uri_mismatch: {
    rule: `${exactMatch}; only the port of an http loopback URI is free (RFC 8252 section 7.3)`,
    meaning: "The client asked to be answered at an address that is not registered for it, so nothing was sent there.",
    fix: fixMismatch,
  },
  other_redirect_uri: {
    rule: "A redirect_uri in a token request must be that of the authorization request (RFC 6749 section 4.1.3)",
    meaning: "The client asked for the code with one address and redeemed it with another.",
    fix: (seen) =>
      `${compare(seen)} Send the very same redirect_uri, port included, in both requests, or leave it out of the token request.`,
  },
  missing_redirect_uri: {
    rule: "redirect_uri may be left out only where exactly one is registered, and never with openid (OAuth 2.1 section 4.1.1; OpenID Connect Core section 3.1.2.1)",
    meaning: "The client did not say where the answer goes, and there is more than one possibility.",
    fix: ({ registered }) =>
      `Send redirect_uri with one of: ${said(registered["redirect_uris"]) ?? "(none registered)"}.`,
  },
  redirect_uri_unusable: {
    rule: "A redirect URI must be absolute, normal and without fragment (RFC 6749 section 3.1.2; RFC 8252 section 7)",
    meaning: "The address is registered, but the rules for redirect URIs do not allow it any more.",
    fix: "Register another redirect URI: https, http on a loopback host, or a private-use scheme such as com.example.app:/cb.",
  },
};

function fixMismatch(seen: Seen): string {
  const uri = said(seen.received["redirect_uri"]) ?? "";
  const registered = listed(seen.registered["redirect_uris"]);
  if (registered.length === 0) return `Register ${uri} for the client: it has no redirect URI.`;
  const nearest = compareRedirectUris(uri, registered);
  if (nearest === undefined) return `Register ${uri} for the client, or send one of: ${registered.join(" ")}.`;
  // Values of a query are not kept, so they are all that can differ then.
  const [only = "query", ...others] = nearest.differences;
  if (others.length === 0) return adviceFor(only, uri, nearest.uri);
  return `${compare(seen)} Register ${uri} too, or send a registered one as it is.`;
}

/** What sets the address apart from the registered one that is most like it. */
function compare({ received, registered }: Seen): string {
  const uri = said(received["redirect_uri"]) ?? "";
  const nearest = compareRedirectUris(uri, listed(registered["redirect_uris"]));
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
      return `It differs only in its host, ${sent} ≠ ${known}: register both, ${withoutPort(registered)} and ${withoutPort(uri)}. Ports need not be registered.`;
    }
    case "port":
      return `It differs only in its port from ${registered}. Ports are free only with http on localhost, 127.0.0.1 and [::1]; everywhere else the port is part of the address: register ${uri} too.`;
    case "trailing_slash":
      return `It differs only in the slash at its end from ${registered}: both are different addresses. Send the registered spelling, or register ${uri} too.`;
    case "scheme":
      return `It differs only in its scheme from ${registered}. Behind a proxy that ends TLS the client may think that it is reached by http: tell it its public address, or register the address that it sends.`;
    case "path_case":
      return `It differs from ${registered} only in upper and lower case of its path, and both count: send the registered spelling.`;
    case "query":
      return `It differs only in its query from ${registered}: the query is part of the address. Put what changes into state instead, or register ${uri} too.`;
    case "host":
    case "path":
      return `It differs only in its ${names[difference]} from ${registered}. Register ${uri} too, or send a registered one: the server takes no wildcards.`;
  }
}
