import { isLoopbackHost } from "./redirect-uri.ts";

export type IssuerVerdict = { ok: true; issuer: string } | { ok: false; why: string };

/**
 * The one spelling of an issuer: https (http on loopback only), no query, fragment, user info or default
 * port, lower-case host, no trailing slash (RFC 8414 section 2).
 */
export function canonicalIssuer(text: string): IssuerVerdict {
  if (!URL.canParse(text)) return { ok: false, why: "the issuer must be an absolute URL" };
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { ok: false, why: "the issuer must use https" };
  if (url.protocol === "http:" && !isLoopbackHost(url.hostname)) {
    return { ok: false, why: "the issuer must use https; http is for loopback addresses only" };
  }
  if (/[?#]/.test(text)) return { ok: false, why: "the issuer must not have a query or a fragment" };
  if (url.username !== "" || url.password !== "")
    return { ok: false, why: "the issuer must not have user information" };
  return { ok: true, issuer: url.origin + url.pathname.replace(/\/+$/, "") };
}

/** The path of an issuer: empty for a root issuer, else with a leading and without a trailing slash. */
export function issuerPath(issuer: string): string {
  return new URL(issuer).pathname.replace(/\/$/, "");
}
