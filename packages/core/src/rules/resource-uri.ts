const maxLength = 2048;

/** RFC 3986 section 3 for http and https: scheme, authority, path, query; user information cannot match. */
const resourcePattern =
  /^(https?):\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?((?:\/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*)(\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;

/** Paths that servers resolve differently: dot segments in all their spellings, two slashes at the end. */
const unclearPath = /\/(?:\.|%2e){1,2}(?=\/|$)|\/\/$/i;

/**
 * The one spelling of a resource indicator (RFC 8707 section 2): an absolute http or https URI with
 * lower-case scheme and host, no default port, upper-case percent-encoding and no trailing slash on its
 * path; the query stays byte for byte. A canonical spelling is its own canonical spelling.
 * @returns undefined when `text` is no such URI, or has a fragment, user information, dot segments, a
 * path that ends with two slashes, or a host that is not in its usual form
 */
export function canonicalResource(text: string): string | undefined {
  if (text.length > maxLength) return undefined;
  const match = resourcePattern.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", host = "", port = "", path = "", query = ""] = match;
  if (unclearPath.test(path)) return undefined;
  const origin = canonicalOrigin(scheme.toLowerCase(), host.toLowerCase(), port);
  if (origin === undefined) return undefined;
  return origin + withUpperCaseEscapes(path.replace(/\/$/, "")) + query;
}

/** Whether two spellings name one resource; a text that is no resource indicator names none. */
export function isSameResource(a: string, b: string): boolean {
  const canonical = canonicalResource(a);
  return canonical !== undefined && canonical === canonicalResource(b);
}

/** Refuses a host that `URL` would rewrite, such as 0x7f.1 or [0:0::1]: other parsers read it otherwise. */
function canonicalOrigin(scheme: string, host: string, port: string): string | undefined {
  const text = `${scheme}://${host}${port}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.hostname === host ? url.origin : undefined;
}

function withUpperCaseEscapes(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}
