import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

export function homeContent(issuer: string, accountPath: string | undefined): Fragment {
  return html`<h1>Authorization server</h1>
    <p>
      Applications send you here to sign in and to allow or deny access to your account. To sign in to an application,
      start from the application.
    </p>
    ${accountPath === undefined ? "" : accountLink(accountPath)}
    <dl>
      <dt>Issuer</dt>
      <dd><code>${issuer}</code></dd>
    </dl>
    <p class="soft">
      For developers: <a href="${issuer}/.well-known/oauth-authorization-server">authorization server metadata</a>,
      <a href="${issuer}/.well-known/openid-configuration">OpenID configuration</a>.
    </p>`;
}

function accountLink(path: string): Fragment {
  return html`<p><a class="button plain" href="${path}">Manage your account</a></p>`;
}
