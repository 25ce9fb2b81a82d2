import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import type { Fetch } from "./caller.ts";

/** What browsers say when a person follows a link. `fetch` cannot: it says that a script is asking. */
const navigation = {
  accept: "text/html,application/xhtml+xml,*/*;q=0.8",
  "sec-fetch-dest": "document",
  "sec-fetch-mode": "navigate",
  "sec-fetch-site": "cross-site",
  "upgrade-insecure-requests": "1",
};

/** Asks for a page like a browser: servers answer scripts otherwise, with JSON in place of a redirect. */
export const navigate: Fetch = async (url, { headers, signal }) => {
  const given = Object.fromEntries(new Headers(headers));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = new URL(url).protocol === "https:" ? requestHttps : requestHttp;
    const options = { headers: { ...given, ...navigation }, ...(signal instanceof AbortSignal ? { signal } : {}) };
    send(url, options, resolve).on("error", reject).end();
  });
  const pairs = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const status = response.statusCode ?? 0;
  const body = [204, 205, 304].includes(status) ? null : Readable.toWeb(response);
  return new Response(body, { status, headers: pairs });
};
