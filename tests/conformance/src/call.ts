import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { noteAnswer } from "./journal.ts";
import { requestFor } from "./request-for.ts";

export interface Call {
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: object;
  readonly route?: Route;
}

/** A way to the server that is not the usual one, as another machine would come. */
export interface Route {
  /** The address to call in place of the name. */
  readonly host?: string;
  /** The address to call from. */
  readonly localAddress?: string;
}

export interface Called {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body when it is JSON. */
  readonly json: unknown;
}

/** One request of a program, which follows no redirects. */
export async function call(url: string | URL, options: Call = {}): Promise<Called> {
  const { headers = {}, route = {} } = options;
  const sent = bodyOf(options);
  const { method = sent === undefined ? "GET" : "POST" } = options;
  const type = sent === undefined ? {} : { "content-type": sent.type };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  requestFor(url)(url, { method, headers: { host: new URL(url).host, ...type, ...headers }, ...route })
    .on("response", resolve)
    .on("error", reject)
    .end(sent?.body);
  return await read(new URL(url), await promise);
}

function bodyOf({ form, json }: Call): { type: string; body: string } | undefined {
  if (form !== undefined) {
    return { type: "application/x-www-form-urlencoded", body: new URLSearchParams(form).toString() };
  }
  return json && { type: "application/json", body: JSON.stringify(json) };
}

async function read(url: URL, response: IncomingMessage): Promise<Called> {
  const { statusCode: status = 0, headers } = response;
  const body = await text(response);
  const type = headers["content-type"];
  noteAnswer({ url, status, type, text: body });
  const isJson = type?.startsWith("application/json") === true;
  return { status, headers, text: body, json: isJson ? JSON.parse(body) : undefined };
}
