import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** The header in which the upstream learns who is calling. */
export const identityHeader = "sallyport-identity";

/** About one connection, not about the message (RFC 9110 section 7.6.1). */
const hopByHop = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * What ends here on the way to the upstream. The token is for us. Cookies of a host are of all its ports, those of
 * Sallyport among them. Origin was our business, and servers that check it know only their own. Only we say who calls,
 * and from where nobody does.
 */
const keptFromUpstream = new Set([
  ...hopByHop,
  "authorization",
  "cookie",
  "dpop",
  "expect",
  "forwarded",
  "host",
  "origin",
  "referer",
  "x-real-ip",
  identityHeader,
]);

/** What ends here on the way to the client: about access, which is ours, or about the whole host. */
const keptFromClient = new Set([
  ...hopByHop,
  "alt-svc",
  "cache-control",
  "clear-site-data",
  "location",
  "server",
  "set-cookie",
  "strict-transport-security",
  "www-authenticate",
  "x-powered-by",
]);

/** Headers of a request, for the upstream. Servers that know no difference between `-` and `_` see none to use. */
export function toUpstream(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = namedByConnection(headers);
  return pick(headers, (name) => {
    const plain = name.replaceAll("_", "-");
    return !keptFromUpstream.has(plain) && !plain.startsWith("x-forwarded-") && !named.has(name);
  });
}

/** Headers of an answer, for the client. */
export function toClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = namedByConnection(headers);
  const kept = pick(
    headers,
    (name) => !keptFromClient.has(name) && !name.startsWith("access-control-") && !named.has(name),
  );
  // It depends on the caller; and nobody on the way may hold a stream back.
  return { ...kept, "cache-control": "no-store, no-transform", "x-accel-buffering": "no" };
}

/** `Connection` names more of its kind. */
function namedByConnection({ connection = "" }: IncomingHttpHeaders): ReadonlySet<string> {
  return new Set(connection.split(",").map((name) => name.trim().toLowerCase()));
}

function pick(headers: IncomingHttpHeaders, isWanted: (name: string) => boolean): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isWanted(name)));
}
