import type { ClientView } from "@sallyport/core";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** The application as it calls itself; `bdi` keeps a name in another direction from reordering our words. */
export function clientName(client: ClientView): Fragment {
  return html`<strong><bdi>${client.name}</bdi></strong>`;
}

/** Who vouches for the name, and for the logo: the host of the application's own document. */
export function describedBy({ documentHost }: ClientView): Fragment | string {
  return documentHost === undefined ? "" : html`, described by <strong>${documentHost}</strong>`;
}

/** Beside the name of an application that nobody has checked. */
export function badge(client: ClientView): Fragment | string {
  return client.isUnverified ? html` <span class="badge warn">unverified</span>` : "";
}
