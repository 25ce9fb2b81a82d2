export type PresentedToken =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly reason: "token_missing" | "header_malformed" | "token_in_query" };

const maxTokenLength = 16_384;
const bearerPattern = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * The access token of a request: from the `Authorization` header and nowhere else (RFC 6750 section 2.1).
 * One in the query is refused even beside a good header, for it stands in logs by now.
 * @param url path and query, or the whole URL
 */
export function readBearerToken(authorization: string | undefined, url: string | undefined): PresentedToken {
  if (url !== undefined && hasTokenInQuery(url)) return { ok: false, reason: "token_in_query" };
  if (authorization === undefined || !/^bearer(?: |$)/i.test(authorization)) {
    return { ok: false, reason: "token_missing" };
  }
  const token = bearerPattern.exec(authorization)?.[1];
  if (token === undefined || token.length > maxTokenLength) return { ok: false, reason: "header_malformed" };
  return { ok: true, token };
}

function hasTokenInQuery(url: string): boolean {
  const start = url.indexOf("?");
  return start !== -1 && new URLSearchParams(url.slice(start)).has("access_token");
}
