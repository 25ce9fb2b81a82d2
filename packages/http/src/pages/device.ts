import { html, raw } from "hono/html";
import type { Fragment, Page } from "./layout.ts";

/** What the form needs. */
export interface DeviceForm {
  csrf: string;
  action: string;
}

/** The code that was typed before, and why it was refused. */
export interface DeviceAttempt {
  typed: string;
  problem?: string;
}

export function deviceContent({ csrf, action }: DeviceForm, { typed, problem }: DeviceAttempt): Fragment {
  const described = problem === undefined ? "hint" : "problem hint";
  return html`<h1>Connect a device</h1>
    <p id="hint">Enter the code shown on your device or in your program.</p>
    ${problem === undefined ? "" : html`<div class="box bad" role="alert" id="problem"><p>${problem}</p></div>`}
    <form method="post" action="${action}">
      <input type="hidden" name="csrf" value="${csrf}" />
      <label for="user_code">Code</label>
      <input
        id="user_code"
        name="user_code"
        class="code"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        required
        maxlength="64"
        placeholder="XXXX-XXXX"
        value="${typed}"
        aria-describedby="${raw(described)}"
        ${typed === "" ? "autofocus" : ""}
      />
      <div class="box warn">
        <p>
          <strong>Continue only if you started this yourself</strong>, just now, on your own device or program. If
          someone sent you the code, that person would get access to your account.
        </p>
      </div>
      <button type="submit">Continue</button>
    </form>`;
}

/** The pages after the decision, by their name in the URL. */
export const deviceOutcomes: ReadonlyMap<string, Page> = new Map([
  [
    "allowed",
    {
      title: "Device connected",
      content: html`<h1>You can go back to your device</h1>
        <p>Your device now has access and continues in a few seconds. You can close this page.</p>`,
    },
  ],
  [
    "denied",
    {
      title: "Device not connected",
      content: html`<h1>The device has no access</h1>
        <p>You denied the request. You can close this page.</p>`,
    },
  ],
]);
