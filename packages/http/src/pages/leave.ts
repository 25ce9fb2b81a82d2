import { html } from "hono/html";
import type { Note } from "../request/request-context.ts";
import { errorIdLines } from "./error.ts";
import type { Fragment } from "./layout.ts";

/** The page after a decision: it redirects by itself, and has a link in case the application does not open. */
export function leaveContent(location: string): Fragment {
  return html`<h1>Returning to the application</h1>
    <p>You are being redirected. You can close this page when the application has opened.</p>
    <p><a class="button" href="${location}" rel="noreferrer">Continue</a></p>
    <p class="soft">
      If nothing opens, for example because the application runs on another computer, copy this address into the
      application. Do not share it with anyone else. It works once.
    </p>
    <label for="address">Address</label>
    <input id="address" type="text" readonly value="${location}" />`;
}

/** Before an error is returned to an unverified application, the person decides. */
export function interstitialContent(location: string, host: string, note: Note): Fragment {
  return html`<h1>The application sent an invalid request</h1>
    <p role="alert">An unverified application sent you here with an invalid request. No access was granted.</p>
    <p>Go back only if you trust this application:</p>
    <p class="box wrap"><strong>${host}</strong></p>
    <p><a class="button" href="${location}" rel="noreferrer">Go to ${host}</a></p>
    ${errorIdLines(note)}`;
}
