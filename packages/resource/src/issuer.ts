/**
 * Checks that tokens of `issuer` can be trusted: https, http on loopback only, no query, fragment or user
 * information (RFC 8414 section 2).
 * @throws TypeError otherwise
 */
export function requireIssuer(issuer: string): string {
  if (!URL.canParse(issuer)) throw new TypeError(`the issuer ${issuer} is not an absolute URL`);
  if (/[?#@]/.test(issuer)) throw new TypeError(`the issuer ${issuer} has a query, a fragment or user information`);
  if (!isSecureUrl(issuer)) throw new TypeError(`the issuer ${issuer} must use https (http on loopback only)`);
  return issuer;
}

/** Whether nobody between here and `url` can change what is read there. */
export function isSecureUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && isLoopbackHost(hostname));
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
