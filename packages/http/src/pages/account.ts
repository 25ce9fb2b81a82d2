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
  /** A message about the change that was just made. */
  done: string | undefined;
}

/** The path of a page below the account page. */
export type AccountPath = (page: AccountPage) => string;

export type AccountPage = "" | "/sign-in" | "/sign-out" | "/application" | "/session" | "/other-sessions" | "/password";

export function accountContent(view: AccountView, at: AccountPath): Fragment {
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
    <h2 id="applications">Applications</h2>
    ${applicationList(view.consents, at)}
    <h2 id="sessions">Sessions</h2>
    ${sessionList(view, at)}
    <h2>Profile</h2>
    <dl>
      ${
        user.name === undefined
          ? ""
          : html`<dt>Name</dt>
              <dd>${user.name}</dd>`
      }
      <dt>Email address</dt>
      <dd>${user.email}</dd>
    </dl>
    <p><a class="button plain" href="${at("/password")}">Change your password</a></p>`;
}

function applicationList(consents: readonly ConsentView[], at: AccountPath): Fragment {
  if (consents.length === 0) {
    return html`<p class="soft">None. Applications that you allow to access your account are listed here.</p>`;
  }
  const byClient = Map.groupBy(consents, ({ clientId }) => clientId);
  return html`<ul class="cards" aria-labelledby="applications">
    ${[...byClient.values()].map((ofOne) => applicationCard(ofOne, at))}
  </ul>`;
}

function applicationCard(consents: readonly ConsentView[], at: AccountPath): Fragment | "" {
  const [first] = consents;
  if (first === undefined) return "";
  const query = new URLSearchParams({ client_id: first.clientId }).toString();
  return html`<li>
    <h3>${applicationName(first)}</h3>
    ${describedBy(first)}${first.isClientActive ? "" : html`<p class="soft">An administrator disabled this application. It has no access.</p>`}
    ${consents.map((consent) => access(consent))} ${times(consents)}
    <p>
      <a class="button plain" href="${at("/application")}?${query}" aria-label="Revoke access for ${first.clientName}"
        >Revoke access</a
      >
    </p>
  </li>`;
}

/** The name that the application gives itself, with a badge if it is not verified. */
function applicationName({ clientName, isClientUnverified }: ConsentView): Fragment {
  const badge = isClientUnverified ? html` <span class="badge warn">unverified</span>` : "";
  return html`<bdi>${clientName}</bdi>${badge}`;
}

function describedBy({ documentHost }: ConsentView): Fragment | "" {
  return documentHost === undefined ? "" : html`<p class="soft">Published by <strong>${documentHost}</strong></p>`;
}

function access({ permissions, resourceNames }: ConsentView): Fragment {
  const where = resourceNames.length === 0 ? "" : html` for <strong>${resourceNames.join(", ")}</strong>`;
  if (permissions.length === 0) return html`<p>Can confirm that you are signed in${where}.</p>`;
  return html`<p>Permissions${where}:</p>
    <ul class="plain">
      ${permissions.map((words) => html`<li>${words}</li>`)}
    </ul>`;
}

function times(consents: readonly ConsentView[]): Fragment {
  const since = Math.min(...consents.map(({ grantedAt }) => grantedAt));
  const used = consents.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  const lastUsed = used.length === 0 ? "It has no active access" : html`Last used ${time(Math.max(...used))}`;
  return html`<p class="soft">Allowed ${day(since)}. ${lastUsed}.</p>`;
}

function sessionList({ sessions, signedIn, hasMoreSessions }: AccountView, at: AccountPath): Fragment {
  const others = sessions.filter(({ id }) => id !== signedIn.session.id);
  const own = sessions.filter(({ id }) => id === signedIn.session.id);
  const end = html`<p><a class="button plain" href="${at("/other-sessions")}">Sign out of all other sessions</a></p>`;
  return html`<ul class="cards" aria-labelledby="sessions">
      ${own.map((session) => sessionCard(session, html` <span class="badge new">this browser</span>`, ""))}
      ${others.map((session) => sessionCard(session, audienceBadge(session), endLink(session, at)))}
    </ul>
    ${hasMoreSessions ? html`<p class="soft">Only the most recent sessions are shown.</p>` : ""}
    ${others.length === 0 ? "" : end}`;
}

function sessionCard(session: Session, badge: Fragment | "", action: Fragment | ""): Fragment {
  return html`<li>
    <h3>${sessionName(session)}${badge}</h3>
    <p class="soft">
      ${session.address ?? "Unknown address"}<br />Signed in ${time(session.authenticatedAt)}<br />Last used
      ${time(session.lastUsedAt)}
    </p>
    ${action}
  </li>`;
}

export function sessionName({ userAgent }: Session): string {
  return browserName(userAgent) ?? "Unknown browser";
}

function audienceBadge({ audience }: Session): Fragment | "" {
  return audience === "admin" ? html` <span class="badge">console</span>` : "";
}

function endLink(session: Session, at: AccountPath): Fragment {
  const href = `${at("/session")}?id=${sessionText(session.id)}`;
  return html`<p><a class="button plain" href="${href}">Sign out of this session</a></p>`;
}

/** The name of a session in addresses and forms. */
export function sessionText(id: Session["id"]): string {
  return id.toString(36);
}
