import type { Fetch } from "./cookies.ts";

/**
 * `fetch` that shows an API key, and neither sends nor keeps a cookie, which the server refuses beside it. It follows
 * no redirect, so that the key goes to no other place than the one that was named.
 */
export function showKey(fetch: Fetch, apiKey: string): Fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("authorization", `Bearer ${apiKey}`);
    return await fetch(input, { ...init, headers, credentials: "omit", redirect: "error" });
  };
}
