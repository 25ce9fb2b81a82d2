import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

export function homeContent(issuer: string, accountPath: string | undefined): Fragment {
  return html`<h1>An authorization server</h1>
    <p>
      Applications send you here to sign in and to decide what they may do for you. To use one, start from the
      application.
    </p>
    ${accountPath === undefined ? "" : accountLink(accountPath)}
    <dl>
      <dt>Issuer</dt>
      <dd><code>${issuer}</code></dd>
    </dl>
    <p class="soft">
      For programs: <a href="${issuer}/.well-known/oauth-authorization-server">authorization server metadata</a>,
      <a href="${issuer}/.well-known/openid-configuration">OpenID configuration</a>.
    </p>`;
}

function accountLink(path: string): Fragment {
  return html`<p><a class="button plain" href="${path}">Your account: applications and sessions</a></p>`;
}
