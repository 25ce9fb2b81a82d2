/** Below the address of a server, which may end with slashes; `/` is the origin of the page. */
export function addressOf(url: string | URL, path: string): string {
  return String(url).replace(/\/+$/, "") + path;
}
