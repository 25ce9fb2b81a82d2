import type { ConsentView, Session, SignedIn } from "@sallyport/core";
import { html } from "hono/html";
import { browserName } from "./browser-name.ts";
import type { Fragment } from "./layout.ts";
import { day, time } from "./when.ts";

/** What the account page shows. */
export interface AccountView {
  signedIn: SignedIn;
  csrf: string;
  consents: readonly ConsentView[];
  sessions: readonly Session[];
  /** Whether there are more sessions than are shown. */
  hasMoreSessions: boolean;
  /** What was done just now, in words. */
  done: string | undefined;
}

/** Where the pages below the account page are. */
export type AccountPlace = (page: AccountPage) => string;

export type AccountPage = "" | "/sign-in" | "/sign-out" | "/application" | "/session" | "/other-sessions" | "/password";

export function accountContent(view: AccountView, at: AccountPlace): Fragment {
  const { user } = view.signedIn;
  return html`<h1>Your account</h1>
    <div class="who">
      <span class="wrap">Signed in as <strong>${user.email}</strong></span>
      <form method="post" action="${at("/sign-out")}">
        <input type="hidden" name="csrf" value="${view.csrf}" />
        <button type="submit" class="link">Sign out</button>
      </form>
    </div>
    ${view.done === undefined ? "" : html`<div class="box" role="status"><p>${view.done}</p></div>`}
    <h2 id="applications">Applications that may use your account</h2>
    ${applicationList(view.consents, at)}
    <h2 id="sessions">Where you are signed in</h2>
    ${sessionList(view, at)}
    <h2>About you</h2>
    <dl>
      ${
        user.name === undefined
          ? ""
          : html`<dt>Name</dt>
              <dd>${user.name}</dd>`
      }
      <dt>E-mail address</dt>
      <dd>${user.email}</dd>
    </dl>
    <p><a class="button plain" href="${at("/password")}">Change your password</a></p>`;
}

function applicationList(consents: readonly ConsentView[], at: AccountPlace): Fragment {
  if (consents.length === 0) {
    return html`<p class="soft">None. When you allow an application something, it is listed here.</p>`;
  }
  const byClient = Map.groupBy(consents, ({ clientId }) => clientId);
  return html`<ul class="cards" aria-labelledby="applications">
    ${[...byClient.values()].map((ofOne) => applicationCard(ofOne, at))}
  </ul>`;
}

function applicationCard(consents: readonly ConsentView[], at: AccountPlace): Fragment | "" {
  const [first] = consents;
  if (first === undefined) return "";
  const query = new URLSearchParams({ client_id: first.clientId }).toString();
  return html`<li>
    <h3>${applicationName(first)}</h3>
    ${describedBy(first)}${first.isClientActive ? "" : html`<p class="soft">It is switched off: it can do nothing now.</p>`}
    ${consents.map((consent) => access(consent))} ${times(consents)}
    <p>
      <a
        class="button plain"
        href="${at("/application")}?${query}"
        aria-label="Take back the access of ${first.clientName}"
        >Take back the access</a
      >
    </p>
  </li>`;
}

/** The application as it calls itself, marked when nobody has checked the name. */
function applicationName({ clientName, isClientUnverified }: ConsentView): Fragment {
  const badge = isClientUnverified ? html` <span class="badge warn">unverified</span>` : "";
  return html`<bdi>${clientName}</bdi>${badge}`;
}

function describedBy({ documentHost }: ConsentView): Fragment | "" {
  return documentHost === undefined ? "" : html`<p class="soft">described by <strong>${documentHost}</strong></p>`;
}

function access({ permissions, resourceNames }: ConsentView): Fragment {
  const where = resourceNames.length === 0 ? "" : html` at <strong>${resourceNames.join(", ")}</strong>`;
  if (permissions.length === 0) return html`<p>It may confirm that you are signed in${where}.</p>`;
  return html`<p>It may${where}:</p>
    <ul class="plain">
      ${permissions.map((words) => html`<li>${words}</li>`)}
    </ul>`;
}

function times(consents: readonly ConsentView[]): Fragment {
  const since = Math.min(...consents.map(({ grantedAt }) => grantedAt));
  const used = consents.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  const lastUsed = used.length === 0 ? "It holds no access now" : html`Last used ${time(Math.max(...used))}`;
  return html`<p class="soft">Since ${day(since)}. ${lastUsed}.</p>`;
}

function sessionList({ sessions, signedIn, hasMoreSessions }: AccountView, at: AccountPlace): Fragment {
  const others = sessions.filter(({ id }) => id !== signedIn.session.id);
  const own = sessions.filter(({ id }) => id === signedIn.session.id);
  const end = html`<p><a class="button plain" href="${at("/other-sessions")}">End all other sessions</a></p>`;
  return html`<ul class="cards" aria-labelledby="sessions">
      ${own.map((session) => sessionCard(session, html` <span class="badge new">this browser</span>`, ""))}
      ${others.map((session) => sessionCard(session, door(session), endLink(session, at)))}
    </ul>
    ${hasMoreSessions ? html`<p class="soft">There are more.</p>` : ""} ${others.length === 0 ? "" : end}`;
}

function sessionCard(session: Session, badge: Fragment | "", action: Fragment | ""): Fragment {
  return html`<li>
    <h3>${sessionName(session)}${badge}</h3>
    <p class="soft">
      ${session.address ?? "unknown address"}<br />Signed in ${time(session.authenticatedAt)}<br />Last used
      ${time(session.lastUsedAt)}
    </p>
    ${action}
  </li>`;
}

export function sessionName({ userAgent }: Session): string {
  return browserName(userAgent) ?? "Unknown browser";
}

function door({ audience }: Session): Fragment | "" {
  return audience === "admin" ? html` <span class="badge">administration</span>` : "";
}

function endLink(session: Session, at: AccountPlace): Fragment {
  const href = `${at("/session")}?id=${sessionText(session.id)}`;
  return html`<p><a class="button plain" href="${href}">End this session</a></p>`;
}

/** The name of a session in addresses and forms. */
export function sessionText(id: Session["id"]): string {
  return id.toString(36);
}
