import type { OutgoingHttpHeaders } from "node:http";
import { isLoopbackHost } from "@sallyport/core";

/** Nothing of ours needs a device or a sensor. */
const permissions = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** The least that every answer says; pages bring their own, wider Content-Security-Policy. */
const always: OutgoingHttpHeaders = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  // Pages too. Browsers then send `Origin: null` with our own forms: `browser-origin.ts` knows.
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Permissions-Policy": permissions,
};

const oneYear = "max-age=31536000";

export interface HeaderSettings {
  /**
   * For web clients that open sign-in in a popup and wait for its message: browsers separate the two otherwise.
   * The opener can then navigate the popup while the person signs in. Default: false.
   */
  keepOpener?: boolean;
}

/**
 * The headers of every answer. HSTS says nothing of subdomains: they may belong to somebody else; and nothing of
 * this machine, whose other ports serve http.
 */
export function commonHeaders(issuer: URL, { keepOpener = false }: HeaderSettings): OutgoingHttpHeaders {
  const { protocol, hostname } = issuer;
  return {
    ...always,
    "Cross-Origin-Opener-Policy": keepOpener ? "unsafe-none" : "same-origin",
    ...(protocol === "https:" && !isLoopbackHost(hostname) ? { "Strict-Transport-Security": oneYear } : {}),
  };
}

/** Answers that must not be kept (RFC 6749 section 5.1); the default of every route. */
export const noStore: OutgoingHttpHeaders = { "Cache-Control": "no-store", Pragma: "no-cache" };

/** For pictures on pages: in the browser alone, and no longer than an interaction may be open. */
export const privateImage: OutgoingHttpHeaders = { "Cache-Control": "private, max-age=600" };

/** For the documents that change seldom; short, so that a rotated key or a new endpoint is seen soon. */
export const publicDocument: OutgoingHttpHeaders = { "Cache-Control": "public, max-age=300" };
