import type { ClientView } from "@sallyport/core";
import { html, raw } from "hono/html";
import { z } from "zod";
import type { Fragment } from "./layout.ts";
import { badge, clientName, describedBy } from "./client-name.ts";

/** What a sign-in form needs. */
export interface SignInForm {
  csrf: string;
  action: string;
  /** What the sign-in is for. */
  purpose: Fragment;
  loginHint?: string | undefined;
}

/** The fields that the form sends. */
export const signInFields = z.object({ csrf: z.string(), email: z.string().max(254), password: z.string() });

/** The same message for every failure, so that it does not reveal which accounts exist. */
export const wrongPassword = "Incorrect email address or password. Try again.";

/** The address that was typed before, and why the sign-in failed. */
export interface SignInAttempt {
  email: string;
  message: string;
}

export function toContinue(client: ClientView): Fragment {
  return html`to continue to ${clientName(client)}${badge(client)}${describedBy(client)}`;
}

export function signInContent(form: SignInForm, attempt?: SignInAttempt): Fragment {
  const email = attempt?.email ?? form.loginHint ?? "";
  const focus = email === "" ? { email: "autofocus", password: "" } : { email: "", password: "autofocus" };
  const described = attempt === undefined ? "" : raw('aria-describedby="problem"');
  return html`<h1>Sign in</h1>
    <p class="soft">${form.purpose}</p>
    ${attempt === undefined ? "" : html`<div class="box bad" role="alert" id="problem"><p>${attempt.message}</p></div>`}
    <form method="post" action="${form.action}">
      <input type="hidden" name="csrf" value="${form.csrf}" />
      <label for="email">Email address</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="username"
        required
        maxlength="254"
        value="${email}"
        ${focus.email}
        ${described}
      />
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxlength="1024"
        ${focus.password}
        ${described}
      />
      <button type="submit">Sign in</button>
    </form>`;
}
