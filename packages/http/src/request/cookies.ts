import { type BrowserCookies, readCookie } from "@sallyport/core";

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
