import { isLoopbackHost } from "./redirect-uri.ts";

/** What can set two redirect URIs apart. `loopback_host`: two names of the same machine. */
export type Difference = keyof typeof differences;

const differences = {
  scheme: (a: URL, b: URL) => a.protocol !== b.protocol,
  loopback_host: (a: URL, b: URL) => a.hostname !== b.hostname && areBothLoopback(a, b),
  host: (a: URL, b: URL) => a.hostname !== b.hostname && !areBothLoopback(a, b),
  port: (a: URL, b: URL) => a.port !== b.port && !(areBothLoopback(a, b) && areBothHttp(a, b)),
  trailing_slash: (a: URL, b: URL) => a.pathname !== b.pathname && withoutSlash(a) === withoutSlash(b),
  path_case: (a: URL, b: URL) => withoutSlash(a) !== withoutSlash(b) && lower(a) === lower(b),
  path: (a: URL, b: URL) => lower(a) !== lower(b),
  query: (a: URL, b: URL) => a.search !== b.search,
};

function areBothLoopback(a: URL, b: URL): boolean {
  return isLoopbackHost(a.hostname) && isLoopbackHost(b.hostname);
}

function areBothHttp(a: URL, b: URL): boolean {
  return a.protocol === "http:" && b.protocol === "http:";
}

function withoutSlash({ pathname }: URL): string {
  return pathname.replace(/\/$/, "");
}

function lower(url: URL): string {
  return withoutSlash(url).toLowerCase();
}

/**
 * The registered URI that is most like `requested`, and what sets them apart.
 * @returns undefined when the text is no absolute URI, or nothing registered is
 */
export function compareRedirectUris(
  requested: string,
  registered: readonly string[],
): { uri: string; differences: readonly Difference[] } | undefined {
  if (!URL.canParse(requested)) return undefined;
  const url = new URL(requested);
  const names = Object.keys(differences) as Difference[];
  const compared = registered
    .filter((uri) => URL.canParse(uri))
    .map((uri) => ({ uri, differences: names.filter((name) => differences[name](url, new URL(uri))) }));
  return compared.toSorted((left, right) => left.differences.length - right.differences.length)[0];
}

/** An http loopback URI without its port, as it is best registered; any other as it is. */
export function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])):\d+/, "$1");
}
