import type { ClientView } from "@sallyport/core";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** The name that the application gives itself; `bdi` keeps a right-to-left name from reordering the sentence. */
export function clientName(client: ClientView): Fragment {
  return html`<strong><bdi>${client.name}</bdi></strong>`;
}

/** The host of the client ID metadata document, which the name and the logo come from. */
export function describedBy({ documentHost }: ClientView): Fragment | string {
  return documentHost === undefined ? "" : html`, published by <strong>${documentHost}</strong>`;
}

/** The badge beside the name of an application that is not verified. */
export function badge(client: ClientView): Fragment | string {
  return client.isUnverified ? html` <span class="badge warn">unverified</span>` : "";
}
