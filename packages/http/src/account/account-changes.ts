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
import { accountPath, type PublicServer } from "../request/public-server.ts";
import { readQuery, type RequestContext } from "../request/request-context.ts";

/** A signed-in user and the request that changes their account. */
interface Change {
  server: PublicServer;
  context: RequestContext;
  signedIn: SignedIn;
}

/** Why the change was refused; the page shows it with the form. */
interface Refused {
  status: number;
  headers: OutgoingHttpHeaders;
  message: string;
}

/** A page that describes a change, and the form that makes it. */
interface ChangePage<Subject, Fields extends { csrf: string }> {
  path: AccountPage;
  title: string;
  fields: z.ZodType<Fields>;
  /** The object that the URL or the form names; undefined if there is none. */
  find(change: Change, named: unknown): Promise<Subject | undefined>;
  show(subject: Subject, form: ChangeForm, server: PublicServer): Fragment;
  apply(change: Change, subject: Subject, fields: Fields): Promise<Answer | Refused>;
}

type Serve = (server: PublicServer, context: RequestContext) => Promise<Answer>;

function serveChange<Subject, Fields extends { csrf: string }>(page: ChangePage<Subject, Fields>): Serve {
  async function show(change: Change, subject: Subject, refused?: Refused): Promise<Answer> {
    const { server, context } = change;
    const { csrf, browserCookie } = await server.provider.account.open(cookiesOf(server, context));
    const paths = { action: accountPath(server, page.path), back: accountPath(server) };
    const content = page.show(subject, { csrf, ...paths, message: refused?.message }, server);
    const headers = { ...refused?.headers, ...keepBrowser(server, context, browserCookie) };
    return await pageAnswer(refused?.status ?? 200, { title: page.title, content }, headers);
  }

  async function ask(server: PublicServer, context: RequestContext): Promise<Answer> {
    const { signedIn } = await server.provider.account.open(cookiesOf(server, context));
    if (signedIn === undefined) return backToAccount(server);
    const change = { server, context, signedIn };
    const subject = await page.find(change, Object.fromEntries(readQuery(context)));
    if (subject === undefined) throw new HttpRefusal("not_found");
    return await show(change, subject);
  }

  async function apply(server: PublicServer, context: RequestContext): Promise<Answer> {
    checkOrigin(server, context.request);
    const form = page.fields.safeParse(await readFields(context));
    if (!form.success) throw new HttpRefusal("malformed_form");
    const signedIn = await server.provider.account.identify(cookiesOf(server, context), form.data.csrf);
    const change = { server, context, signedIn };
    const subject = await page.find(change, form.data);
    // It was removed in the meantime, for example by a second click.
    if (subject === undefined) return backToAccount(server);
    const outcome = await page.apply(change, subject, form.data);
    return "message" in outcome ? await show(change, subject, outcome) : outcome;
  }

  return async (server, context) => {
    if (context.request.method !== "POST") return await ask(server, context);
    try {
      return await apply(server, context);
    } catch (error) {
      if (isSignedOut(error)) return backToAccount(server);
      throw error;
    }
  };
}

const wrongPassword = "Incorrect password. Try again.";

/** Makes the change if the current password is correct. */
async function withPassword(
  { server, context, signedIn }: Change,
  attempt: () => Promise<Answer | undefined>,
): Promise<Answer | Refused> {
  const tried = await tryPassword(server, { context, email: signedIn.user.email }, attempt);
  if (tried.kind === "passed") return tried.outcome;
  const { status, headers, message = wrongPassword } = tried;
  return { status, headers, message };
}

/** Ignores `not_found`: the object was already removed. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ManagementError) || error.code !== "not_found") throw error;
  });
}

const applicationName = z.object({ client_id: z.string().min(1).max(2048) });

export const serveApplication = serveChange({
  path: "/application",
  title: "Revoke access",
  fields: applicationName.extend({ csrf: z.string() }),
  async find({ server, signedIn }, named): Promise<ConsentView | undefined> {
    const { client_id: clientId } = applicationName.safeParse(named).data ?? {};
    const consents = await server.provider.manage.consents.listFor(signedIn.user.id);
    return consents.find((consent) => consent.clientId === clientId);
  },
  show: (consent, form, server) => revokeContent(consent, form, server.provider.config.accessTokenTtlSeconds),
  async apply({ server, signedIn }, { clientId }) {
    await unlessGone(server.provider.manage.consents.revokeFor(signedIn.user.id, clientId));
    return backToAccount(server, "revoked");
  },
});

const sessionName = z.object({ id: z.string().regex(/^[0-9a-z]{1,11}$/) });
const passwordField = z.string().min(1);

export const serveSession = serveChange({
  path: "/session",
  title: "Sign out of a session",
  fields: sessionName.extend({ csrf: z.string(), current: passwordField }),
  async find({ server, signedIn }, named): Promise<Session | undefined> {
    const { id } = sessionName.safeParse(named).data ?? {};
    const { items } = await server.provider.manage.sessions.listFor(signedIn.user.id, { limit: 200 });
    return items.find((session) => sessionText(session.id) === id);
  },
  show: endSessionContent,
  apply: (change, session, { current }) =>
    withPassword(change, async () => {
      const { server, signedIn } = change;
      if (!(await server.provider.account.isOwnPassword(signedIn, current))) return undefined;
      await unlessGone(server.provider.manage.sessions.endFor(signedIn.user.id, session.id));
      return backToAccount(server, "ended");
    }),
});

export const serveOtherSessions = serveChange({
  path: "/other-sessions",
  title: "Sign out of all other sessions",
  fields: z.object({ csrf: z.string(), current: passwordField }),
  find: ({ signedIn }) => Promise.resolve(signedIn.session),
  show: (_session, form) => endOthersContent(form),
  apply: (change, kept, { current }) =>
    withPassword(change, async () => {
      const { server, signedIn } = change;
      if (!(await server.provider.account.isOwnPassword(signedIn, current))) return undefined;
      await server.provider.manage.sessions.endOthersFor(signedIn.user.id, kept.id);
      return backToAccount(server, "others");
    }),
});

export const servePassword = serveChange({
  path: "/password",
  title: "Change your password",
  fields: z.object({ csrf: z.string(), current: passwordField, next: passwordField, again: z.string() }),
  find: ({ signedIn }) => Promise.resolve(signedIn),
  show: (_signedIn, form) => passwordContent(form),
  async apply(change, signedIn, { current, next, again }) {
    const refuse = (message: string): Refused => ({ status: 400, headers: {}, message });
    if (next !== again) return refuse(unequalPasswords);
    const { server, context } = change;
    const from = { address: context.address, userAgent: context.request.headers["user-agent"] };
    try {
      return await withPassword(change, async () => {
        const cookie = await server.provider.account.changePassword(signedIn, { current, next, ...from });
        const headers = cookie === undefined ? {} : { "Set-Cookie": server.cookies.setSession(cookie) };
        return cookie === undefined ? undefined : backToAccount(server, "password", headers);
      });
    } catch (error) {
      if (!(error instanceof ManagementError) || error.code !== "invalid_input") throw error;
      return refuse(unfitPassword(error));
    }
  },
});
