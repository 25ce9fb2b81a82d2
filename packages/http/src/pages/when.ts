import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

// Made when the first page needs them: each takes some milliseconds, which a start would wait for.
let days: Intl.DateTimeFormat | undefined;
let times: Intl.DateTimeFormat | undefined;

/** A day, for people: without script nobody knows their time zone, so it is that of UTC. */
export function day(epochSeconds: number): Fragment {
  days ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
  return element(epochSeconds, days.format(epochSeconds * 1000));
}

/** A minute of a day. */
export function time(epochSeconds: number): Fragment {
  times ??= new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  return element(epochSeconds, `${times.format(epochSeconds * 1000)} UTC`);
}

function element(epochSeconds: number, words: string): Fragment {
  return html`<time datetime="${new Date(epochSeconds * 1000).toISOString()}">${words}</time>`;
}
