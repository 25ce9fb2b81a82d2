import type { ClientView } from "@sallyport/core";
import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** Created on first use, because its tables are slow to load. */
let graphemes: Intl.Segmenter | undefined;

/** The application's logo, or the first letter of its name if it has none. */
export function clientMark({ name }: ClientView, logoPath: string | undefined): Fragment {
  if (logoPath !== undefined) return html`<img class="mark" src="${logoPath}" alt="" width="56" height="56" />`;
  graphemes ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  const [first] = graphemes.segment(name);
  return html`<span class="mark" aria-hidden="true">${first?.segment.toUpperCase()}</span>`;
}
