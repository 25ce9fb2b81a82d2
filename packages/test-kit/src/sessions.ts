/** Somebody who is signed in at the server, for a browser or a program. */
export interface BrowserSession {
  readonly email: string;
  /** For Playwright: `await context.addCookies([session.cookie])`. */
  readonly cookie: SessionCookie;
  /** The value of a `Cookie` header: `sp_session=…`. */
  readonly header: string;
}

export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  /** Of the server; in place of domain and path. */
  readonly url: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: "Lax";
}
