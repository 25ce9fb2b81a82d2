export type Fetch = typeof globalThis.fetch;

/**
 * `fetch` with the cookies of one server, for programs; a browser keeps its own and shows none of them here.
 * It follows no redirect, so that neither a cookie nor a password goes to another place than the one that was named.
 */
export function keepCookies(fetch: Fetch): Fetch {
  const cookies = new Map<string, string>();
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookies.size > 0) headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(input, { ...init, headers, redirect: "error" });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  };
}

/** Of the attributes (RFC 6265 section 5.2) only removal matters: all calls go to one path of one origin. */
function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const equals = pair.indexOf("=");
  if (equals < 1) return;
  const name = pair.slice(0, equals).trim();
  if (attributes.some((attribute) => /^\s*max-age\s*=\s*(0|-\d+)\s*$/i.test(attribute))) cookies.delete(name);
  else cookies.set(name, pair.slice(equals + 1).trim());
}
