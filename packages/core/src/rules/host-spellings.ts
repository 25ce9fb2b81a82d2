import { isLoopbackHost } from "./redirect-uri.ts";

/** The `Host` headers under which this address is reached: of a loopback host all three names of the machine. */
export function hostSpellings(url: string): readonly string[] {
  const { host, hostname, port } = new URL(url);
  if (!isLoopbackHost(hostname)) return [host];
  const suffix = port === "" ? "" : `:${port}`;
  return ["localhost", "127.0.0.1", "[::1]"].map((name) => name + suffix);
}

/** The `Origin` headers of pages at this address, likewise. */
export function originSpellings(url: string): readonly string[] {
  const { protocol } = new URL(url);
  return hostSpellings(url).map((host) => `${protocol}//${host}`);
}
