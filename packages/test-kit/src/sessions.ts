/**
 * Somebody who is signed in at the server, for a browser or a program.
 * @example
 * ```ts
 * import { startTestServer, type BrowserSession } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const { header }: BrowserSession = await server.signIn("alice");
 * await fetch(`${server.issuer}/account`, { headers: { cookie: header } });
 * ```
 */
export interface BrowserSession {
  readonly email: string;
  /** For Playwright: `await context.addCookies([session.cookie])`. */
  readonly cookie: SessionCookie;
  /** The value of a `Cookie` header: `sp_session=…`. */
  readonly header: string;
}

/**
 * A cookie for Playwright.
 * @example
 * ```ts
 * import { startTestServer, type SessionCookie } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const cookie: SessionCookie = (await server.signIn("alice")).cookie;
 * ```
 */
export interface SessionCookie {
  readonly name: string;
  readonly value: string;
  /** Of the server; in place of domain and path. */
  readonly url: string;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: "Lax";
}
