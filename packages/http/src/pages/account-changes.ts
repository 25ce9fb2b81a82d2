import type { ConsentView, ManagementError, Session } from "@sallyport/core";
import { html, raw } from "hono/html";
import { sessionName, sessionText } from "./account.ts";
import { inWords } from "./error.ts";
import type { Fragment } from "./layout.ts";
import { time } from "./when.ts";

export const unequalPasswords = "The two new passwords do not match. Try again.";

/** The message for a new password that the password rules refuse. */
export function unfitPassword({ message }: ManagementError): string {
  return `${message[0]?.toUpperCase()}${message.slice(1)}. Choose a different password.`;
}

/** A form that asks for confirmation before a change. */
export interface ChangeForm {
  csrf: string;
  action: string;
  /** Where Cancel leads. */
  back: string;
  /** Why the last attempt failed. */
  message?: string | undefined;
}

export function revokeContent(consent: ConsentView, form: ChangeForm, tokenSeconds: number): Fragment {
  return html`<h1>Revoke access for <bdi>${consent.clientName}</bdi>?</h1>
    <p>The application can no longer access your account. Your consent is deleted.</p>
    <p>If you use the application again, it asks for your permission again.</p>
    <p class="soft">
      A service that does not check tokens with this server can accept an existing access token until it expires,
      usually within ${inWords(tokenSeconds)}.
    </p>
    ${changeForm(form, "Revoke access", html`<input type="hidden" name="client_id" value="${consent.clientId}" />`)}`;
}

export function endSessionContent(session: Session, form: ChangeForm): Fragment {
  return html`<h1>Sign out of this session?</h1>
    <p>
      <strong>${sessionName(session)}</strong>, ${session.address ?? "unknown address"}, last used
      ${time(session.lastUsedAt)}
    </p>
    <p>That browser is signed out immediately. ${accessStays}</p>
    ${problem(form.message)}
    ${changeForm(
      form,
      "Sign out",
      html`<input type="hidden" name="id" value="${sessionText(session.id)}" />${currentPassword(form)}`,
    )}`;
}

export function endOthersContent(form: ChangeForm): Fragment {
  return html`<h1>Sign out of all other sessions?</h1>
    <p>Every browser except this one is signed out immediately. ${accessStays}</p>
    ${problem(form.message)} ${changeForm(form, "Sign out other sessions", currentPassword(form))}`;
}

const accessStays =
  "Applications keep their access. To remove it, revoke the access of each application or change your password.";

export function passwordContent(form: ChangeForm): Fragment {
  return html`<h1>Change your password</h1>
    <p>Every other browser is signed out, and every application loses its access until you sign in to it again.</p>
    ${problem(form.message)} ${changeForm(form, "Change password", html`${currentPassword(form)} ${newPasswords()}`)}`;
}

/** Why the last attempt failed. */
export function problem(message: string | undefined): Fragment | "" {
  return message === undefined ? "" : html`<div class="box bad" role="alert" id="problem"><p>${message}</p></div>`;
}

function currentPassword({ message }: ChangeForm): Fragment {
  return html`<label for="current">Current password</label>
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
  return html`${newPassword("next", "New password")} ${newPassword("again", "Confirm new password")}`;
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
