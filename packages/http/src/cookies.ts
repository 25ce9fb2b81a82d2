import type { BrowserCookies } from "@sallyport/core";

/** The two cookies of the public pages; `__Host-` binds them to this host over https. */
export interface CookieJar {
  read(header: string | undefined): BrowserCookies;
  setBrowser(value: string): string;
  setSession(value: string): string;
  clearSession(): string;
}

/**
 * Over http on a loopback host browsers keep neither `Secure` nor `__Host-` cookies everywhere, so both
 * are left out there.
 */
export function createCookieJar(isHttps: boolean, sessionTtlSeconds: number): CookieJar {
  const prefix = isHttps ? "__Host-" : "";
  const browser = `${prefix}sp_browser`;
  const session = `${prefix}sp_session`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isHttps ? "; Secure" : ""}`;
  return {
    read: (header) => ({ browser: readCookie(header, browser), session: readCookie(header, session) }),
    setBrowser: (value) => `${browser}=${value}; ${attributes}`,
    setSession: (value) => `${session}=${value}; Max-Age=${sessionTtlSeconds}; ${attributes}`,
    clearSession: () => `${session}=; Max-Age=0; ${attributes}`,
  };
}

/** The first cookie of that name (RFC 6265 section 5.4: the one with the longest path comes first). */
function readCookie(header: string | undefined, name: string): string | undefined {
  if (header === undefined) return undefined;
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}
