import { html } from "hono/html";
import { newPasswords, problem } from "./account-changes.ts";
import type { Fragment } from "./layout.ts";

export interface ChoosePasswordForm {
  email: string;
  link: string;
  action: string;
  /** Why the last attempt failed. */
  message?: string | undefined;
}

export function choosePasswordContent({ email, link, action, message }: ChoosePasswordForm): Fragment {
  return html`<h1>Choose a password</h1>
    <p>For <strong class="wrap">${email}</strong>. All existing sessions of this account are signed out.</p>
    ${problem(message)}
    <form method="post" action="${action}">
      <input type="hidden" name="link" value="${link}" />
      <input type="hidden" autocomplete="username" value="${email}" />
      ${newPasswords()}
      <button type="submit">Set password</button>
    </form>`;
}

export function passwordChosenContent(account: string): Fragment {
  return html`<h1>Your password is set</h1>
    <p role="status">Use your new password the next time you sign in.</p>
    <p><a class="button plain" href="${account}">Go to your account</a></p>`;
}

export function deadLinkContent(): Fragment {
  return html`<h1>This link does not work</h1>
    <div role="alert">
      <p>The link was already used, is more than a day old, or is incomplete.</p>
      <p>Ask your administrator for a new link.</p>
    </div>`;
}
