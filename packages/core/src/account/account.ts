import type { Context } from "../context.ts";
import { InteractionError } from "../errors.ts";
import { isSameText, mac } from "../secret.ts";
import type { User } from "../ports/store.ts";
import type { SignInForm } from "../interactions/answers.ts";
import { type BrowserCookies, browserCookieOf } from "../sign-in/browser.ts";
import { choosePassword, findPasswordLinkOwner } from "../sign-in/password-links.ts";
import { findByPassword, isOwnPassword, replacePassword } from "../sign-in/passwords.ts";
import { type BrowserOrigin, endSession, findSignedIn, type SignedIn, startSession } from "../sign-in/sessions.ts";

/** A browser at the account page. */
export interface AccountPage {
  signedIn: SignedIn | undefined;
  /** For the forms of the page. */
  csrf: string;
  /** New when the browser had none. */
  browserCookie: string;
}

/** What people do about their own account; of these only the forms of the pages need `signIn` and `identify`. */
export interface Account {
  open(cookies: BrowserCookies): Promise<AccountPage>;
  /**
   * Signs a person in to their account page, always into a new session.
   * @returns the session's cookie, or undefined: one answer for every failure
   * @throws InteractionError when the form is not ours
   */
  signIn(browser: { cookies: BrowserCookies } & BrowserOrigin, form: SignInForm): Promise<string | undefined>;
  /**
   * Who sends a form of the account page.
   * @throws InteractionError when nobody is signed in any more, or the form is not ours
   */
  identify(cookies: BrowserCookies, csrf: string): Promise<SignedIn>;
  isOwnPassword(signedIn: SignedIn, password: string): Promise<boolean>;
  /**
   * Replaces a person's own password. All their sessions and grants end; the browser that did it goes on in a
   * new session.
   * @returns its cookie, or undefined when the current password is wrong
   * @throws ManagementError invalid_input when the new one cannot be taken
   */
  changePassword(
    signedIn: SignedIn,
    change: { current: string; next: string } & BrowserOrigin,
  ): Promise<string | undefined>;
  /** Who may choose a password with this link (`users.resetPassword`); undefined: nobody, or nobody any more. */
  ownerOfLink(link: string): Promise<User | undefined>;
  /**
   * Sets the password that the owner of the link chose; every session and grant of theirs ends.
   * @returns false when the link is good for nothing any more
   * @throws ManagementError invalid_input when the password cannot be taken
   */
  choosePassword(link: string, password: string): Promise<boolean>;
}

export function createAccount(context: Context): Account {
  return {
    open: (cookies) => openAccountPage(context, cookies),
    signIn: (browser, form) => signInToAccount(context, browser, form),
    identify: (cookies, csrf) => identifySender(context, cookies, csrf),
    isOwnPassword: ({ user }, password) => isOwnPassword(context, user, password),
    changePassword: (signedIn, change) => changePassword(context, signedIn, change),
    ownerOfLink: (link) => findPasswordLinkOwner(context, link),
    choosePassword: (link, password) => choosePassword(context, link, password),
  };
}

async function openAccountPage(context: Context, cookies: BrowserCookies): Promise<AccountPage> {
  const browserCookie = browserCookieOf(context, cookies);
  const signedIn = await findSignedIn(context, cookies.session, "account");
  return { signedIn, browserCookie, csrf: mac(browserCookie, `csrf account ${signedIn?.session.id ?? ""}`) };
}

/** @throws InteractionError when the form does not come from our own page in this browser */
function checkCsrf(page: AccountPage, sent: string): void {
  if (!isSameText(page.csrf, sent)) throw new InteractionError("csrf");
}

async function signInToAccount(
  context: Context,
  browser: { cookies: BrowserCookies } & BrowserOrigin,
  form: SignInForm,
): Promise<string | undefined> {
  checkCsrf(await openAccountPage(context, browser.cookies), form.csrf);
  const user = await findByPassword(context, form);
  if (user === undefined) return undefined;
  await endSession(context, browser.cookies.session);
  const { address, userAgent } = browser;
  return (await startSession(context, user, { audience: "account", address, userAgent })).cookie;
}

async function identifySender(context: Context, cookies: BrowserCookies, csrf: string): Promise<SignedIn> {
  const page = await openAccountPage(context, cookies);
  if (page.signedIn === undefined) throw new InteractionError("not_signed_in");
  checkCsrf(page, csrf);
  return page.signedIn;
}

async function changePassword(
  context: Context,
  { user }: SignedIn,
  change: { current: string; next: string } & BrowserOrigin,
): Promise<string | undefined> {
  if (!(await isOwnPassword(context, user, change.current))) return undefined;
  await replacePassword(context, user, change.next);
  const renewed = await context.store.users.get(user.id);
  if (renewed?.status !== "active") throw new InteractionError("not_signed_in");
  const { address, userAgent } = change;
  return (await startSession(context, renewed, { audience: "account", address, userAgent })).cookie;
}
