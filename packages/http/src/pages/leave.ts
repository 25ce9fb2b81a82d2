import { html } from "hono/html";
import type { Note } from "../request/request-context.ts";
import { errorIdLines } from "./error.ts";
import type { Fragment } from "./layout.ts";

/** The way out after an answer: followed by itself, and still there when the application does not open. */
export function leaveContent(location: string): Fragment {
  return html`<h1>Back to the application</h1>
    <p>You are being sent back. You can close this page when the application has taken over.</p>
    <p><a class="button" href="${location}" rel="noreferrer">Continue</a></p>
    <p class="soft">
      If nothing opens, for example because the application runs on another computer, copy this address and give it to
      the application. It is meant for that application only, and works once.
    </p>
    <label for="address">Address</label>
    <input id="address" type="text" readonly value="${location}" />`;
}

/** Before an error goes to an application that nobody vouches for: the person decides. */
export function interstitialContent(location: string, host: string, note: Note): Fragment {
  return html`<h1>The application sent a faulty request</h1>
    <p role="alert">
      An application that this server does not know well sent you here with a request that cannot be used. Nothing was
      allowed.
    </p>
    <p>You can go back to it, if you know it:</p>
    <p class="box wrap"><strong>${host}</strong></p>
    <p><a class="button" href="${location}" rel="noreferrer">Go to ${host}</a></p>
    ${errorIdLines(note)}`;
}
