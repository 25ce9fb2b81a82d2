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
    <p>For <strong class="wrap">${email}</strong>. Whoever is signed in with the old one is signed out.</p>
    ${problem(message)}
    <form method="post" action="${action}">
      <input type="hidden" name="link" value="${link}" />
      <input type="hidden" autocomplete="username" value="${email}" />
      ${newPasswords()}
      <button type="submit">Set the password</button>
    </form>`;
}

export function passwordChosenContent(account: string): Fragment {
  return html`<h1>Your password is set</h1>
    <p role="status">From now on you sign in with it.</p>
    <p><a class="button plain" href="${account}">Go to your account</a></p>`;
}

export function deadLinkContent(): Fragment {
  return html`<h1>This link does not work</h1>
    <div role="alert">
      <p>It was used already, it is older than a day, or a part of it is missing.</p>
      <p>Ask the people who sent it to you for another.</p>
    </div>`;
}
