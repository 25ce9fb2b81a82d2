import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

// Created on first use: each takes some milliseconds, which would delay the start.
let days: Intl.DateTimeFormat | undefined;
let times: Intl.DateTimeFormat | undefined;

/** A day in UTC: without a script the server does not know the browser's time zone. */
export function day(epochSeconds: number): Fragment {
  days ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
  return element(epochSeconds, days.format(epochSeconds * 1000));
}

/** A date and time in UTC, to the minute. */
export function time(epochSeconds: number): Fragment {
  times ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return element(epochSeconds, `${times.format(epochSeconds * 1000)} UTC`);
}

function element(epochSeconds: number, words: string): Fragment {
  return html`<time datetime="${new Date(epochSeconds * 1000).toISOString()}">${words}</time>`;
}
