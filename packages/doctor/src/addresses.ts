/** Where a document may stand, and what to call the place. */
export interface MetadataAddress {
  readonly name: string;
  readonly url: string;
}

/** Path-inserted first, then the root (RFC 9728 section 3.1); one place when the MCP URL has no path. */
export function resourceMetadataPlaces(mcpUrl: string): readonly MetadataAddress[] {
  const { origin, pathname, search } = new URL(mcpUrl);
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`;
  const root = { name: "the root", url: wellKnown };
  if (pathname === "/") return [root];
  return [{ name: "the path", url: `${wellKnown}${pathname.replace(/\/$/, "")}${search}` }, root];
}

/** In the order in which clients ask; the last one is asked by old clients only. */
export function serverMetadataPlaces(issuer: string): readonly MetadataAddress[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  const oauth = "oauth-authorization-server";
  const openId = "openid-configuration";
  const inserted = [oauth, openId].map((name) => ({ name, url: `${origin}/.well-known/${name}${path}` }));
  if (path === "") return inserted;
  return [
    ...inserted,
    { name: `appended ${openId}`, url: `${origin}${path}/.well-known/${openId}` },
    { name: `appended ${oauth}`, url: `${origin}${path}/.well-known/${oauth}` },
  ];
}

/** The host names that SDKs let use plain http; other addresses of 127.0.0.0/8 are not among them. */
function isLoopbackHost(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.endsWith(".localhost");
}

export function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopbackHost(new URL(url).hostname);
}

const privateHost =
  /^(?:10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[(?:::1\]|f[cde]))|\.(?:local|internal|localhost|test)$/;

/** Whether others than this machine and its neighbours can reach the host, as far as its name tells. */
export function isPublicUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /[.:]/.test(hostname) && !privateHost.test(hostname);
}

/** https, or http on loopback. */
export function isSecureUrl(url: string): boolean {
  return URL.canParse(url) && (new URL(url).protocol === "https:" || (url.startsWith("http:") && isLoopbackUrl(url)));
}

/** Whether a token for `resource` is for `mcpUrl`: same origin, and its path is the same or above, by whole segments. */
export function coversResource(resource: string, mcpUrl: string): boolean {
  if (!URL.canParse(resource)) return false;
  const [above, below] = [new URL(resource), new URL(mcpUrl)];
  if (above.origin !== below.origin) return false;
  return (
    withSlash(below.pathname).startsWith(withSlash(above.pathname)) && below.pathname.length >= above.pathname.length
  );
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}
