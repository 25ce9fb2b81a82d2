import type { OutgoingHttpHeaders } from "node:http";

/** What goes back over HTTP; `send` adds the headers that every answer has. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string | Uint8Array;
}

const jsonType = { "Content-Type": "application/json" };
const htmlType = { "Content-Type": "text/html; charset=utf-8" };

export function jsonAnswer(status: number, value: object, headers: OutgoingHttpHeaders = {}): Answer {
  return { status, headers: { ...jsonType, ...headers }, body: JSON.stringify(value) };
}

export function htmlAnswer(status: number, page: string, headers: OutgoingHttpHeaders = {}): Answer {
  return { status, headers: { ...htmlType, ...headers }, body: page };
}

export function pngAnswer(png: Uint8Array, headers: OutgoingHttpHeaders = {}): Answer {
  return { status: 200, headers: { "Content-Type": "image/png", ...headers }, body: png };
}

export function emptyAnswer(status: number, headers: OutgoingHttpHeaders = {}): Answer {
  return { status, headers, body: "" };
}

/** `location` stays byte for byte: it is ASCII already. 303 after a form post, so that the post is not repeated. */
export function redirectAnswer(
  method: string | undefined,
  location: string,
  headers: OutgoingHttpHeaders = {},
): Answer {
  return { status: method === "POST" ? 303 : 302, headers: { ...headers, Location: location }, body: "" };
}
