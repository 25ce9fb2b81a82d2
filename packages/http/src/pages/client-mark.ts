import type { ClientView } from "@sallyport/core";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** Made when it is first needed: its tables take a while to load. */
let graphemes: Intl.Segmenter | undefined;

/** The application at a glance: its logo where there is one, else its first letter in the same place. */
export function clientMark({ name }: ClientView, logoPath: string | undefined): Fragment {
  if (logoPath !== undefined) return html`<img class="mark" src="${logoPath}" alt="" width="56" height="56" />`;
  graphemes ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  const [first] = graphemes.segment(name);
  return html`<span class="mark" aria-hidden="true">${first?.segment.toUpperCase()}</span>`;
}
