import { type AccountPage, InteractionError } from "@sallyport/core";
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
import { accountPath, type PublicServer } from "../request/public-server.ts";
import { readQuery, type RequestContext } from "../request/request-context.ts";
import type { OutgoingHttpHeaders } from "node:http";

/** The message after a change, by the `done` parameter of the URL. */
const doneWords = {
  revoked: "Access was revoked.",
  ended: "The session was signed out.",
  others: "All other sessions were signed out.",
  password: "Your password was changed.",
} as const;

type Done = keyof typeof doneWords;

/** The person's own page, or the form to sign in to it. */
export async function serveAccount(server: PublicServer, context: RequestContext): Promise<Answer> {
  const account = await server.provider.account.open(cookiesOf(server, context));
  return account.signedIn === undefined
    ? await showSignIn(server, context, { status: 200, headers: {} })
    : await showAccount(server, context, account);
}

const shownSessions = 50;

async function showAccount(
  server: PublicServer,
  context: RequestContext,
  { signedIn, csrf, browserCookie }: AccountPage,
): Promise<Answer> {
  if (signedIn === undefined) return backToAccount(server);
  const { consents, sessions } = server.provider.manage;
  const done = readQuery(context).get("done") ?? "";
  const { items, next } = await sessions.listFor(signedIn.user.id, { limit: shownSessions });
  const view = {
    signedIn,
    csrf,
    consents: await consents.listFor(signedIn.user.id),
    sessions: items,
    hasMoreSessions: next !== undefined,
    done: Object.hasOwn(doneWords, done) ? doneWords[done as Done] : undefined,
  };
  const content = accountContent(view, (page) => accountPath(server, page));
  const headers = keepBrowser(server, context, browserCookie);
  return await pageAnswer(200, { title: "Your account", content }, headers);
}

interface Shown {
  status: number;
  headers: OutgoingHttpHeaders;
  attempt?: SignInAttempt;
}

async function showSignIn(
  server: PublicServer,
  context: RequestContext,
  { status, headers, attempt }: Shown,
): Promise<Answer> {
  const { csrf, browserCookie } = await server.provider.account.open(cookiesOf(server, context));
  const form = { csrf, action: accountPath(server, "/sign-in"), purpose: html`to manage your account` };
  const page = { title: "Sign in", content: signInContent(form, attempt) };
  return await pageAnswer(status, page, { ...headers, ...keepBrowser(server, context, browserCookie) });
}

/** A browser that came without the cookie that binds its forms gets one. */
export function keepBrowser(server: PublicServer, context: RequestContext, browserCookie: string): OutgoingHttpHeaders {
  const isKnown = cookiesOf(server, context).browser === browserCookie;
  return isKnown ? {} : { "Set-Cookie": server.cookies.setBrowser(browserCookie) };
}

export function cookiesOf(server: PublicServer, context: RequestContext): ReturnType<PublicServer["cookies"]["read"]> {
  return server.cookies.read(context.request.headers.cookie);
}

export async function serveAccountSignIn(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = signInFields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const { email } = form.data;
  const browser = {
    cookies: cookiesOf(server, context),
    address: context.address,
    userAgent: context.request.headers["user-agent"],
  };
  const attempt = await tryPassword(server, { context, email }, () =>
    server.provider.account.signIn(browser, form.data),
  );
  if (attempt.kind === "refused") {
    const { status, headers, message = wrongPassword } = attempt;
    return await showSignIn(server, context, { status, headers, attempt: { email, message } });
  }
  return redirectAnswer("POST", accountPath(server), { "Set-Cookie": server.cookies.setSession(attempt.outcome) });
}

const signOutFields = z.object({ csrf: z.string() });

export async function serveAccountSignOut(server: PublicServer, context: RequestContext): Promise<Answer> {
  checkOrigin(server, context.request);
  const form = signOutFields.safeParse(await readFields(context));
  if (!form.success) throw new HttpRefusal("malformed_form");
  const cookies = cookiesOf(server, context);
  try {
    await server.provider.account.identify(cookies, form.data.csrf);
    await server.provider.sessions.end(cookies.session);
  } catch (error) {
    if (!isSignedOut(error)) throw error;
  }
  return redirectAnswer("POST", accountPath(server), { "Set-Cookie": server.cookies.clearSession() });
}

/** Whether the session ended while the page was open: the same address shows the sign-in form. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof InteractionError && error.reason === "not_signed_in";
}

export function backToAccount(server: PublicServer, done?: Done, headers: OutgoingHttpHeaders = {}): Answer {
  const path = accountPath(server);
  return redirectAnswer("POST", done === undefined ? path : `${path}?done=${done}`, headers);
}
