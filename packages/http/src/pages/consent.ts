import type { InteractionView, ScopeView } from "@sallyport/core";
import { html } from "hono/html";
import { clientName } from "./client-name.ts";
import type { Fragment } from "./layout.ts";

export type ConsentView = Extract<InteractionView, { kind: "consent" }>;

/** Where the forms of the page go. */
export interface ConsentActions {
  decision: string;
  switchPerson: string;
}

export function consentContent(view: ConsentView, actions: ConsentActions, lasts: string): Fragment {
  return html`<h1>Allow ${clientName(view.client)} to use your account?</h1>
    ${who(view, actions.switchPerson)} ${view.client.isUnverified ? unverified : ""}
    <form method="post" action="${actions.decision}">
      <input type="hidden" name="csrf" value="${view.csrf}" />
      <h2 id="asks">${view.isReturning ? "You have used it before. It asks to" : "It asks to"}</h2>
      ${scopeList(view.scopes)}
      <h2>Where the access goes</h2>
      <dl>
        ${view.resources.map((resource) => resourceRow(resource))}
        <dt>You will be sent to</dt>
        <dd class="host">${destination(view.redirectUri)}</dd>
        <dt>How long</dt>
        <dd>${lasts}</dd>
      </dl>
      ${view.isLoopback ? loopbackWarning : ""}
      <div class="pair">
        <button type="submit" name="decision" value="deny" class="plain">Deny</button>
        <button type="submit" name="decision" value="allow">Allow</button>
      </div>
    </form>`;
}

const unverified = html`<div class="box warn">
  <p>
    <strong>Unverified application.</strong> It registered itself, and nobody has checked that it is what its name says.
    Continue only if you have just started this from an application that you trust.
  </p>
</div>`;

const loopbackWarning = html`<div class="box warn">
  <p>
    <strong>A program on this computer</strong> will get the access. Continue only if you have just started it yourself.
  </p>
</div>`;

function who(view: ConsentView, action: string): Fragment {
  const { email, name } = view.user;
  return html`<div class="who">
    <span class="wrap"
      >Signed in as <strong>${email}</strong>${name === undefined ? "" : html` (<bdi>${name}</bdi>)`}</span
    >
    <form method="post" action="${action}">
      <input type="hidden" name="csrf" value="${view.csrf}" /><button type="submit" class="link">Not you?</button>
    </form>
  </div>`;
}

function scopeList(scopes: readonly ScopeView[]): Fragment {
  if (scopes.length === 0) return html`<p>confirm that you are signed in, and nothing else.</p>`;
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
  const address = html`<code>${resource.uri}</code>`;
  return html`<dt>For</dt>
    <dd>${resource.name === undefined ? address : html`<strong>${resource.name}</strong> ${address}`}</dd>`;
}

/** The host for a web address; for an application's own scheme there is none, so the scheme says who gets it. */
export function destination(redirectUri: string): string {
  const url = new URL(redirectUri);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  return isWeb ? url.host : `the application for ${url.protocol} links`;
}
