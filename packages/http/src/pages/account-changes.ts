import type { ConsentView, ManagementError, Session } from "@sallyport/core";
import { html, raw } from "hono/html";
import { sessionName, sessionText } from "./account.ts";
import { inWords } from "./error.ts";
import type { Fragment } from "./layout.ts";
import { time } from "./when.ts";

export const unequalPasswords = "The new password was not the same both times. Try again.";

/** What the person reads when the new password cannot be taken. */
export function unfitPassword({ message }: ManagementError): string {
  return `${message[0]?.toUpperCase()}${message.slice(1)}. Choose another.`;
}

/** A form that asks before something is done. */
export interface ChangeForm {
  csrf: string;
  action: string;
  /** The way back without doing it. */
  back: string;
  /** Why the last attempt failed. */
  message?: string | undefined;
}

export function revokeContent(consent: ConsentView, form: ChangeForm, tokenSeconds: number): Fragment {
  return html`<h1>Take back the access of <bdi>${consent.clientName}</bdi>?</h1>
    <p>From now on it can do nothing for you any more. Everything that you allowed it is forgotten.</p>
    <p>To be used again it has to send you here again, and you decide anew.</p>
    <p class="soft">
      A service that does not ask this server may still take what the application holds, usually for no longer than
      ${inWords(tokenSeconds)}.
    </p>
    ${changeForm(form, "Take back", html`<input type="hidden" name="client_id" value="${consent.clientId}" />`)}`;
}

export function endSessionContent(session: Session, form: ChangeForm): Fragment {
  return html`<h1>End this session?</h1>
    <p>
      <strong>${sessionName(session)}</strong>, ${session.address ?? "unknown address"}, last used
      ${time(session.lastUsedAt)}
    </p>
    <p>Whoever uses that browser is signed out at once. ${accessStays}</p>
    ${problem(form.message)}
    ${changeForm(
      form,
      "End the session",
      html`<input type="hidden" name="id" value="${sessionText(session.id)}" />${currentPassword(form)}`,
    )}`;
}

export function endOthersContent(form: ChangeForm): Fragment {
  return html`<h1>End all other sessions?</h1>
    <p>You are signed out everywhere but in this browser, at once. ${accessStays}</p>
    ${problem(form.message)} ${changeForm(form, "End the others", currentPassword(form))}`;
}

const accessStays = "Applications keep what you allowed them: take that back one by one, or change your password.";

export function passwordContent(form: ChangeForm): Fragment {
  return html`<h1>Change your password</h1>
    <p>
      You are signed out everywhere but in this browser, and all applications lose their access: each has to send you
      here again.
    </p>
    ${problem(form.message)} ${changeForm(form, "Change", html`${currentPassword(form)} ${newPasswords()}`)}`;
}

/** Why the last attempt failed. */
export function problem(message: string | undefined): Fragment | "" {
  return message === undefined ? "" : html`<div class="box bad" role="alert" id="problem"><p>${message}</p></div>`;
}

function currentPassword({ message }: ChangeForm): Fragment {
  return html`<label for="current">Your password</label>
    <input
      id="current"
      name="current"
      type="password"
      autocomplete="current-password"
      required
      maxlength="1024"
      autofocus
      ${message === undefined ? "" : raw('aria-describedby="problem"')}
    />`;
}

/** The fields `next` and `again`. */
export function newPasswords(): Fragment {
  return html`${newPassword("next", "New password")} ${newPassword("again", "New password again")}`;
}

function newPassword(name: string, label: string): Fragment {
  return html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="password"
      autocomplete="new-password"
      required
      minlength="8"
      maxlength="1024"
    />`;
}

function changeForm({ csrf, action, back }: ChangeForm, verb: string, fields: Fragment): Fragment {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="csrf" value="${csrf}" />
    ${fields}
    <div class="pair">
      <a class="button plain" href="${back}">Cancel</a>
      <button type="submit">${verb}</button>
    </div>
  </form>`;
}
