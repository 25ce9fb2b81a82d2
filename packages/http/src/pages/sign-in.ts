import type { InteractionView } from "@sallyport/core";
import { html, raw } from "hono/html";
import type { Fragment } from "./layout.ts";
import { badge, clientName, describedBy } from "./client-name.ts";

type SignInView = Extract<InteractionView, { kind: "sign-in" }>;

/** What the person typed before, and what became of it. */
export interface SignInAttempt {
  email: string;
  message: string;
}

export function signInContent(view: SignInView, action: string, attempt?: SignInAttempt): Fragment {
  const email = attempt?.email ?? view.loginHint ?? "";
  const focus = email === "" ? { email: "autofocus", password: "" } : { email: "", password: "autofocus" };
  const described = attempt === undefined ? "" : raw('aria-describedby="problem"');
  return html`<h1>Sign in</h1>
    <p class="soft">to continue to ${clientName(view.client)}${badge(view.client)}${describedBy(view.client)}</p>
    ${attempt === undefined ? "" : html`<div class="box bad" role="alert" id="problem"><p>${attempt.message}</p></div>`}
    <form method="post" action="${action}">
      <input type="hidden" name="csrf" value="${view.csrf}" />
      <label for="email">E-mail address</label>
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
