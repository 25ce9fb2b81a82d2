import { readCookie } from "@sallyport/core";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Names of the session cookies. `secure` is false over loopback http only, where browsers drop Secure cookies. */
const sessionCookies = {
  admin: { secure: "__Host-sp_admin", plain: "sp_admin" },
  account: { secure: "__Host-sp_session", plain: "sp_session" },
} as const;

type Audience = keyof typeof sessionCookies;

function cookieName(audience: Audience, secure: boolean): string {
  return secure ? sessionCookies[audience].secure : sessionCookies[audience].plain;
}

/** The cookie of a audience, as it came. */
export function readSessionCookie(request: IncomingMessage, audience: Audience, secure: boolean): string | undefined {
  return readCookie(request.headers.cookie, cookieName(audience, secure));
}

/** Sets the admin cookie; undefined removes it. It ends with the browser; the server ends it earlier. */
export function writeAdminCookie(response: ServerResponse, value: string | undefined, secure: boolean): void {
  const attributes = ["Path=/", "HttpOnly", "SameSite=Strict", ...(secure ? ["Secure"] : [])];
  if (value === undefined) attributes.push("Max-Age=0");
  response.appendHeader("set-cookie", [`${cookieName("admin", secure)}=${value ?? ""}`, ...attributes].join("; "));
}

/** Sets the cookie of the public pages, as they do it. */
export function writeAccountCookie(
  response: ServerResponse,
  value: string,
  { secure, maxAgeSeconds }: { secure: boolean; maxAgeSeconds: number },
): void {
  const attributes = [`Max-Age=${maxAgeSeconds}`, "Path=/", "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  response.appendHeader("set-cookie", [`${cookieName("account", secure)}=${value}`, ...attributes].join("; "));
}
