import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";

/** A body is forbidden, even an empty one. */
const withoutBody = [101, 204, 205, 304];

/**
 * A `fetch` that asks a loopback port whatever the URL's host, sends the headers that it is given and no
 * others, and follows nothing. The global one sets `Host` and `Sec-Fetch-Mode` by itself.
 */
export function fetchAt(port: number): (url: URL, init?: RequestInit) => Promise<Response> {
  return async (url, { method = "GET", headers, body } = {}) => {
    const text = body === null || body === undefined ? undefined : await new Response(body).text();
    const all = {
      host: url.host,
      ...(body instanceof URLSearchParams ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...Object.fromEntries(new Headers(headers)),
    };
    const sent = request({ host: "127.0.0.1", port, path: url.pathname + url.search, method, headers: all });
    // A server that refuses a request closes the connection while it is still being sent.
    sent.on("error", () => undefined);
    sent.end(text);
    // The event has this one argument.
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const { statusCode: status = 0, rawHeaders } = response;
    const answered = new Headers();
    for (let index = 0; index < rawHeaders.length; index += 2) {
      answered.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
    }
    const bytes = await buffer(response);
    return new Response(withoutBody.includes(status) ? null : new Uint8Array(bytes), { status, headers: answered });
  };
}
