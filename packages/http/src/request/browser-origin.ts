import type { Request } from "express";
import { HttpRefusal } from "./refusal.ts";
import type { PublicServer } from "./public-server.ts";

/**
 * Refuses forms that another site sent. With the pages' `Referrer-Policy: no-referrer` browsers send
 * `Origin: null` even with our own forms (Fetch, "append a request Origin header"), so `null` counts only
 * beside `Sec-Fetch-Site: same-origin`, which no page can forge. Programs send neither; the form's CSRF
 * token and the SameSite cookie still hold.
 * @throws HttpRefusal foreign_origin
 */
export function checkOrigin(server: PublicServer, request: Request): void {
  const { origin } = request.headers;
  const fetchSite = request.headers["sec-fetch-site"];
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") refuse();
  if (origin === undefined) return;
  // The host was compared with the issuer's before.
  const own = `${server.scheme}//${request.headers.host?.toLowerCase()}`;
  if (origin === own || (origin === "null" && fetchSite === "same-origin")) return;
  refuse();
}

function refuse(): never {
  throw new HttpRefusal("foreign_origin");
}
