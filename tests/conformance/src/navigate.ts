import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { requestFor } from "./request-for.ts";

export interface Navigation {
  readonly url: URL;
  readonly method: string;
  readonly body: string;
  readonly cookie: string;
  /** The origin of the page that the form is on. */
  readonly origin: string | undefined;
}

export interface Arrival {
  readonly status: number;
  readonly location: URL | undefined;
  readonly setCookies: readonly string[];
  readonly html: string;
}

/**
 * One request as a browser sends it when a person goes somewhere. `fetch` cannot: it says by
 * `Sec-Fetch-Mode` that it is a script, and the server may answer a script otherwise.
 */
export async function navigate({ url, method, body, cookie, origin }: Navigation): Promise<Arrival> {
  const headers = {
    accept: "text/html,application/xhtml+xml,*/*;q=0.8",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "user-agent": "Person/1.0",
    ...(cookie === "" ? {} : { cookie }),
    ...(origin === undefined ? {} : { origin }),
    ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
  };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  requestFor(url)(url, { method, headers, agent: false }).on("response", resolve).on("error", reject).end(body);
  const response = await promise;
  const { statusCode = 0, headers: answered } = response;
  return {
    status: statusCode,
    location: answered.location === undefined ? undefined : new URL(answered.location, url),
    setCookies: answered["set-cookie"] ?? [],
    html: await text(response),
  };
}
