import { type ConsentView, ManagementError, type Session, type SignedIn } from "@sallyport/core";
import type { OutgoingHttpHeaders } from "node:http";
import { z } from "zod";
import { backToAccount, cookiesOf, isSignedOut, keepBrowser } from "./account.ts";
import type { Answer } from "../request/answer.ts";
import { checkOrigin } from "../request/browser-origin.ts";
import { readFields } from "../request/fields.ts";
import { type AccountPage, sessionText } from "../pages/account.ts";
import {
  type ChangeForm,
  endOthersContent,
  endSessionContent,
  passwordContent,
  revokeContent,
  unequalPasswords,
  unfitPassword,
} from "../pages/account-changes.ts";
import { type Fragment, pageAnswer } from "../pages/layout.ts";
import { tryPassword } from "../interaction/password-attempts.ts";
import { HttpRefusal } from "../request/refusal.ts";
import { accountPath, type Site } from "../request/site.ts";
import { readQuery, type Visit } from "../request/visit.ts";

/** Somebody who is about to change something of their account. */
interface Change {
  site: Site;
  visit: Visit;
  signedIn: SignedIn;
}

/** Why it was not done; the page is shown again with it. */
interface Refused {
  status: number;
  headers: OutgoingHttpHeaders;
  message: string;
}

/** A page that says what will happen, and a form that does it. */
interface ChangePage<Subject, Fields extends { csrf: string }> {
  place: AccountPage;
  title: string;
  fields: z.ZodType<Fields>;
  /** What the address or the form is about; undefined: there is no such thing. */
  find(change: Change, named: unknown): Promise<Subject | undefined>;
  show(subject: Subject, form: ChangeForm, site: Site): Fragment;
  apply(change: Change, subject: Subject, fields: Fields): Promise<Answer | Refused>;
}

type Serve = (site: Site, visit: Visit) => Promise<Answer>;

function serveChange<Subject, Fields extends { csrf: string }>(page: ChangePage<Subject, Fields>): Serve {
  async function show(change: Change, subject: Subject, refused?: Refused): Promise<Answer> {
    const { site, visit } = change;
    const { csrf, browserCookie } = await site.provider.account.visit(cookiesOf(site, visit));
    const places = { action: accountPath(site, page.place), back: accountPath(site) };
    const content = page.show(subject, { csrf, ...places, message: refused?.message }, site);
    const headers = { ...refused?.headers, ...keepBrowser(site, visit, browserCookie) };
    return await pageAnswer(refused?.status ?? 200, { title: page.title, content }, headers);
  }

  async function ask(site: Site, visit: Visit): Promise<Answer> {
    const { signedIn } = await site.provider.account.visit(cookiesOf(site, visit));
    if (signedIn === undefined) return backToAccount(site);
    const change = { site, visit, signedIn };
    const subject = await page.find(change, Object.fromEntries(readQuery(visit)));
    if (subject === undefined) throw new HttpRefusal("not_found");
    return await show(change, subject);
  }

  async function apply(site: Site, visit: Visit): Promise<Answer> {
    checkOrigin(site, visit.request);
    const form = page.fields.safeParse(await readFields(visit));
    if (!form.success) throw new HttpRefusal("malformed_form");
    const signedIn = await site.provider.account.identify(cookiesOf(site, visit), form.data.csrf);
    const change = { site, visit, signedIn };
    const subject = await page.find(change, form.data);
    // It ended meanwhile, by itself or by a second click.
    if (subject === undefined) return backToAccount(site);
    const outcome = await page.apply(change, subject, form.data);
    return "message" in outcome ? await show(change, subject, outcome) : outcome;
  }

  return async (site, visit) => {
    if (visit.request.method !== "POST") return await ask(site, visit);
    try {
      return await apply(site, visit);
    } catch (error) {
      if (isSignedOut(error)) return backToAccount(site);
      throw error;
    }
  };
}

const wrongPassword = "This is not your password. Try again.";

/** Does it once the person has given their password. */
async function withPassword(
  { site, visit, signedIn }: Change,
  attempt: () => Promise<Answer | undefined>,
): Promise<Answer | Refused> {
  const tried = await tryPassword(site, { visit, email: signedIn.user.email }, attempt);
  if (tried.kind === "passed") return tried.outcome;
  const { status, headers, message = wrongPassword } = tried;
  return { status, headers, message };
}

/** What the management refuses because it is gone is done already. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ManagementError) || error.code !== "not_found") throw error;
  });
}

const applicationName = z.object({ client_id: z.string().min(1).max(2048) });

export const serveApplication = serveChange({
  place: "/application",
  title: "Take back access",
  fields: applicationName.extend({ csrf: z.string() }),
  async find({ site, signedIn }, named): Promise<ConsentView | undefined> {
    const { client_id: clientId } = applicationName.safeParse(named).data ?? {};
    const consents = await site.provider.manage.consents.listFor(signedIn.user.id);
    return consents.find((consent) => consent.clientId === clientId);
  },
  show: (consent, form, site) => revokeContent(consent, form, site.provider.config.accessTokenTtlSeconds),
  async apply({ site, signedIn }, { clientId }) {
    await unlessGone(site.provider.manage.consents.revokeFor(signedIn.user.id, clientId));
    return backToAccount(site, "revoked");
  },
});

const sessionName = z.object({ id: z.string().regex(/^[0-9a-z]{1,11}$/) });
const passwordField = z.string().min(1);

export const serveSession = serveChange({
  place: "/session",
  title: "End a session",
  fields: sessionName.extend({ csrf: z.string(), current: passwordField }),
  async find({ site, signedIn }, named): Promise<Session | undefined> {
    const { id } = sessionName.safeParse(named).data ?? {};
    const { items } = await site.provider.manage.sessions.listFor(signedIn.user.id, { limit: 200 });
    return items.find((session) => sessionText(session.id) === id);
  },
  show: endSessionContent,
  apply: (change, session, { current }) =>
    withPassword(change, async () => {
      const { site, signedIn } = change;
      if (!(await site.provider.account.isOwnPassword(signedIn, current))) return undefined;
      await unlessGone(site.provider.manage.sessions.endFor(signedIn.user.id, session.id));
      return backToAccount(site, "ended");
    }),
});

export const serveOtherSessions = serveChange({
  place: "/other-sessions",
  title: "End all other sessions",
  fields: z.object({ csrf: z.string(), current: passwordField }),
  find: ({ signedIn }) => Promise.resolve(signedIn.session),
  show: (_session, form) => endOthersContent(form),
  apply: (change, kept, { current }) =>
    withPassword(change, async () => {
      const { site, signedIn } = change;
      if (!(await site.provider.account.isOwnPassword(signedIn, current))) return undefined;
      await site.provider.manage.sessions.endOthersFor(signedIn.user.id, kept.id);
      return backToAccount(site, "others");
    }),
});

export const servePassword = serveChange({
  place: "/password",
  title: "Change your password",
  fields: z.object({ csrf: z.string(), current: passwordField, next: passwordField, again: z.string() }),
  find: ({ signedIn }) => Promise.resolve(signedIn),
  show: (_signedIn, form) => passwordContent(form),
  async apply(change, signedIn, { current, next, again }) {
    const refuse = (message: string): Refused => ({ status: 400, headers: {}, message });
    if (next !== again) return refuse(unequalPasswords);
    const { site, visit } = change;
    const from = { address: visit.address, userAgent: visit.request.headers["user-agent"] };
    try {
      return await withPassword(change, async () => {
        const cookie = await site.provider.account.changePassword(signedIn, { current, next, ...from });
        const headers = cookie === undefined ? {} : { "Set-Cookie": site.cookies.setSession(cookie) };
        return cookie === undefined ? undefined : backToAccount(site, "password", headers);
      });
    } catch (error) {
      if (!(error instanceof ManagementError) || error.code !== "invalid_input") throw error;
      return refuse(unfitPassword(error));
    }
  },
});
