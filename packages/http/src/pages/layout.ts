import { html, raw } from "hono/html";
import type { OutgoingHttpHeaders } from "node:http";
import { type Answer, htmlAnswer } from "../request/answer.ts";
import { styleElement, styleSource } from "./style.ts";

/** A piece of a page, already escaped. */
export type Fragment = ReturnType<typeof html>;

const mark =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"><path d="M4 21V6l3 2 2.5-3L12 8l2.5-3L17 8l3-2v15z"/><path d="M9.5 21v-4.5a2.5 2.5 0 0 1 5 0V21"/></svg>';
const icon = `data:image/svg+xml,${encodeURIComponent(mark.replace("currentColor", "#1f5fbf"))}`;

/**
 * No scripts, nothing from other origins, and forms to this server only. A form's answer never redirects a browser
 * away (`leave.ts`), so `form-action` need not follow the client's redirects, which nobody could list.
 */
function contentSecurityPolicy(imageSource: string): string {
  return [
    "default-src 'none'",
    `style-src ${styleSource}`,
    `img-src ${imageSource}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const withImages = contentSecurityPolicy("data: 'self'");
const withoutImages = contentSecurityPolicy("data:");

export interface Page {
  title: string;
  content: Fragment;
  /** An address that the browser opens immediately. */
  refreshTo?: string;
  /** Whether it shows images of this server. */
  hasImages?: boolean;
  /** Whether it holds tables. */
  isWide?: boolean;
}

/** A whole page as an answer. */
export async function pageAnswer(status: number, page: Page, headers: OutgoingHttpHeaders): Promise<Answer> {
  const refresh =
    page.refreshTo === undefined ? "" : html`<meta http-equiv="refresh" content="0;url=${page.refreshTo}" />`;
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${refresh}
        <title>${page.title} · Sallyport</title>
        <link rel="icon" href="${icon}" />
        ${styleElement}
      </head>
      <body class="${page.isWide === true ? "wide" : ""}">
        <header class="brand">${raw(mark.replace("<svg ", '<svg aria-hidden="true" '))}<span>Sallyport</span></header>
        <main>${page.content}</main>
      </body>
    </html> `;
  const policy = page.hasImages === true ? withImages : withoutImages;
  return htmlAnswer(status, text.toString(), { ...headers, "Content-Security-Policy": policy });
}
