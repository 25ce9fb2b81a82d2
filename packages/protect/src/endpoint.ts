/** One MCP endpoint at two addresses: as clients see it, and where it is. */
export interface Endpoint {
  readonly publicUrl: string;
  readonly upstream: string;
}

/**
 * Where the upstream finds what was asked for at `target`, path and query of a request; undefined for everything that is
 * not the endpoint. A slash at the end is as good as none, since many frameworks redirect from one to the other.
 */
export function toUpstreamUrl({ publicUrl, upstream }: Endpoint, target: string): URL | undefined {
  const [, path = "", query = ""] = /^([^?]*)(.*)$/s.exec(target) ?? [];
  const base = withoutSlash(new URL(publicUrl).pathname);
  if (path !== base && path !== `${base}/`) return undefined;
  const url = new URL(upstream);
  if (base !== "") url.pathname = withoutSlash(url.pathname) + path.slice(base.length);
  url.search = query;
  return url;
}

/** A `Location` of the upstream as clients must see it; undefined when it leads away from the endpoint. */
export function toPublicLocation({ publicUrl, upstream }: Endpoint, asked: URL, location: string): string | undefined {
  if (!URL.canParse(location, asked)) return undefined;
  const target = new URL(location, asked);
  const from = new URL(upstream);
  const base = withoutSlash(from.pathname);
  if (target.origin !== from.origin || withoutSlash(target.pathname) !== base) return undefined;
  const url = new URL(publicUrl);
  url.pathname = withoutSlash(url.pathname) + target.pathname.slice(base.length);
  url.search = target.search;
  return url.href;
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}
