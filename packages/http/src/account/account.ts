import { type AccountVisit, InteractionError } from "@sallyport/core";
import { html } from "hono/html";
import { z } from "zod";
import { type Answer, redirectAnswer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { accountContent } from "../pages/account.ts";
import { pageAnswer } from "../pages/layout.ts";
import { type SignInAttempt, signInContent, signInFields, wrongPassword } from "../pages/sign-in.ts";
import { tryPassword } from "../interaction/password-attempts.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { accountPath, type Site } from "../request/site.ts";
import { readQuery, type Visit } from "../request/visit.ts";
import type { OutgoingHttpHeaders } from "node:http";

/** What the page says after something was done, by the name that stands in its address. */
const doneWords = {
  revoked: "The access was taken back.",
  ended: "The session was ended.",
  others: "All other sessions were ended.",
  password: "Your password was changed.",
} as const;

type Done = keyof typeof doneWords;

/** The person's own page, or the form to sign in to it. */
export async function serveAccount(site: Site, visit: Visit): Promise<Answer> {
  const account = await site.provider.account.visit(cookiesOf(site, visit));
  return account.signedIn === undefined
    ? await showSignIn(site, visit, { status: 200, headers: {} })
    : await showAccount(site, visit, account);
}

const shownSessions = 50;

async function showAccount(site: Site, visit: Visit, { signedIn, csrf, browserCookie }: AccountVisit): Promise<Answer> {
  if (signedIn === undefined) return backToAccount(site);
  const { consents, sessions } = site.provider.manage;
  const done = readQuery(visit).get("done") ?? "";
  const { items, next } = await sessions.listFor(signedIn.user.id, { limit: shownSessions });
  const view = {
    signedIn,
    csrf,
    consents: await consents.listFor(signedIn.user.id),
    sessions: items,
    hasMoreSessions: next !== undefined,
    done: Object.hasOwn(doneWords, done) ? doneWords[done as Done] : undefined,
  };
  const content = accountContent(view, (page) => accountPath(site, page));
  const headers = keepBrowser(site, visit, browserCookie);
  return await pageAnswer(200, { title: "Your account", content }, headers);
}

interface Shown {
  status: number;
  headers: OutgoingHttpHeaders;
  attempt?: SignInAttempt;
}

async function showSignIn(site: Site, visit: Visit, { status, headers, attempt }: Shown): Promise<Answer> {
  const { csrf, browserCookie } = await site.provider.account.visit(cookiesOf(site, visit));
  const form = { csrf, action: accountPath(site, "/sign-in"), purpose: html`to see and change your account` };
  const page = { title: "Sign in", content: signInContent(form, attempt) };
  return await pageAnswer(status, page, { ...headers, ...keepBrowser(site, visit, browserCookie) });
}

/** A browser that came without the cookie that binds its forms gets one. */
export function keepBrowser(site: Site, visit: Visit, browserCookie: string): OutgoingHttpHeaders {
  const isKnown = cookiesOf(site, visit).browser === browserCookie;
  return isKnown ? {} : { "Set-Cookie": site.cookies.setBrowser(browserCookie) };
}

export function cookiesOf(site: Site, visit: Visit): ReturnType<Site["cookies"]["read"]> {
  return site.cookies.read(visit.request.headers.cookie);
}

export async function serveAccountSignIn(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = signInFields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { email } = form.data;
  const browser = {
    cookies: cookiesOf(site, visit),
    address: visit.address,
    userAgent: visit.request.headers["user-agent"],
  };
  const attempt = await tryPassword(site, { visit, email }, () => site.provider.account.signIn(browser, form.data));
  if (attempt.kind === "refused") {
    const { status, headers, message = wrongPassword } = attempt;
    return await showSignIn(site, visit, { status, headers, attempt: { email, message } });
  }
  return redirectAnswer("POST", accountPath(site), { "Set-Cookie": site.cookies.setSession(attempt.outcome) });
}

const signOutFields = z.object({ csrf: z.string() });

export async function serveAccountSignOut(site: Site, visit: Visit): Promise<Answer> {
  checkOrigin(site, visit.request);
  const form = signOutFields.safeParse(await readFields(visit));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const cookies = cookiesOf(site, visit);
  try {
    await site.provider.account.identify(cookies, form.data.csrf);
    await site.provider.sessions.end(cookies.session);
  } catch (error) {
    if (!isSignedOut(error)) throw error;
  }
  return redirectAnswer("POST", accountPath(site), { "Set-Cookie": site.cookies.clearSession() });
}

/** Whether the session ended while the page was open: the same address shows the sign-in form. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof InteractionError && error.reason === "not_signed_in";
}

export function backToAccount(site: Site, done?: Done, headers: OutgoingHttpHeaders = {}): Answer {
  const path = accountPath(site);
  return redirectAnswer("POST", done === undefined ? path : `${path}?done=${done}`, headers);
}
