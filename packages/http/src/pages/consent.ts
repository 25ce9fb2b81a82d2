import type { InteractionView, ScopeView } from "@sallyport/core";
import { html } from "hono/html";
import { badge, clientName } from "./client-name.ts";
import type { Fragment } from "./layout.ts";

export type ConsentView = Extract<InteractionView, { kind: "consent" }>;

/** Where the forms of the page go. */
export interface ConsentActions {
  decision: string;
  switchPerson: string;
}

export function consentContent(view: ConsentView, actions: ConsentActions, lasts: string): Fragment {
  return html`<h1>Allow ${clientName(view.client)} to access your account?${badge(view.client)}</h1>
    ${who(view, actions.switchPerson)} ${view.client.isUnverified ? unverified : ""}
    <form method="post" action="${actions.decision}">
      <input type="hidden" name="csrf" value="${view.csrf}" />
      <h2 id="asks">
        ${view.isReturning ? "You have used this application before. It now asks to" : "This application asks to"}
      </h2>
      ${scopeList(view.scopes)}
      <h2>Details</h2>
      <dl>
        ${view.resources.map((resource) => resourceRow(resource))} ${whoGetsIt(view)}
        ${view.client.documentHost === undefined ? "" : publisher(view.client.documentHost)}
        <dt>Access lasts</dt>
        <dd>${lasts}</dd>
      </dl>
      ${warning(view)}
      <div class="pair">
        <button type="submit" name="decision" value="deny" class="plain">Deny</button>
        <button type="submit" name="decision" value="allow">Allow</button>
      </div>
    </form>`;
}

/** The user code of the device, or the host of the redirect URI. */
function whoGetsIt({ userCode, redirectUri }: ConsentView): Fragment {
  if (userCode === undefined) {
    return html`<dt>You will be sent to</dt>
      <dd><strong class="host">${destination(redirectUri)}</strong></dd>`;
  }
  return html`<dt>Device code</dt>
    <dd>
      <strong class="host">${userCode}</strong>
    </dd>`;
}

function warning(view: ConsentView): Fragment | "" {
  if (view.userCode !== undefined) return otherDeviceWarning;
  return goesToThisDevice(view) ? deviceWarning : "";
}

/** RFC 8628 section 5.4. */
const otherDeviceWarning = html`<div class="box warn">
  <p>
    <strong>Another device</strong> will get access. Allow it only if the device is yours, it is in front of you, and it
    shows this code. If someone sent you this link or code, choose Deny.
  </p>
</div>`;

/** The host of the client ID metadata document: it vouches for the name and for nothing else. */
function publisher(host: string): Fragment {
  return html`<dt>Published by</dt>
    <dd><strong class="host">${host}</strong></dd>`;
}

const unverified = html`<div class="box warn">
  <p>
    <strong>Unverified application.</strong> It registered itself, and nobody has verified its name. Continue only if
    you just started this from an application that you trust.
  </p>
</div>`;

const deviceWarning = html`<div class="box warn">
  <p>
    <strong>A program on this computer</strong> will get access, and no server can prove which program it is. Continue
    only if you just started it yourself.
  </p>
</div>`;

/** A loopback address or a private-use scheme: any program on this device can receive it (RFC 8252 sections 8.6 and 8.12). */
function goesToThisDevice(view: ConsentView): boolean {
  return view.isLoopback || !isWeb(new URL(view.redirectUri));
}

function who(view: ConsentView, action: string): Fragment {
  return html`<div class="who">
    <span class="wrap">Signed in as <strong>${view.user.email}</strong></span>
    <form method="post" action="${action}">
      <input type="hidden" name="csrf" value="${view.csrf}" />
      <button type="submit" class="link">Not you?</button>
    </form>
  </div>`;
}

function scopeList(scopes: readonly ScopeView[]): Fragment {
  if (scopes.length === 0) return html`<p>confirm that you are signed in, and nothing else</p>`;
  return html`<ul class="scopes" aria-labelledby="asks">
    ${scopes.map(
      (scope) =>
        html`<li>
          <label
            ><input type="checkbox" name="scope" value="${scope.name}" checked /><span
              >${scope.description ?? scope.name}${
                scope.isNew ? html` <span class="badge new">new</span>` : ""
              }${scope.description === undefined ? "" : html`<code>${scope.name}</code>`}</span
            ></label
          >
        </li>`,
    )}
  </ul>`;
}

function resourceRow(resource: ConsentView["resources"][number]): Fragment {
  const name = resource.name === undefined ? "" : html`<strong>${resource.name}</strong>`;
  return html`<dt>Access to</dt>
    <dd>${name}<code class="line">${resource.uri}</code></dd>`;
}

/** The host of a web address; for a private-use scheme, the scheme, because such an address has no host. */
export function destination(redirectUri: string): string {
  const url = new URL(redirectUri);
  return isWeb(url) ? url.host : `an application that opens ${url.protocol} addresses`;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "http:";
}
