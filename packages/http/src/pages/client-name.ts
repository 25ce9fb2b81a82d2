import type { ClientView } from "@sallyport/core";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** The application as it calls itself; `bdi` keeps a name in another direction from reordering our words. */
export function clientName(client: ClientView): Fragment {
  const name = html`<strong><bdi>${client.name}</bdi></strong>`;
  return client.isUnverified ? html`${name} <span class="badge warn">unverified</span>` : name;
}
