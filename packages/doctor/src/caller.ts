import { setTimeout } from "node:timers/promises";
import type { Answer } from "./answer.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface CallerOptions {
  readonly fetch: Fetch;
  /** Asks for pages. */
  readonly navigate: Fetch;
  readonly timeoutMs: number;
  /** Told before each request. */
  readonly onCall?: ((method: string, url: string) => void) | undefined;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** Follows redirects that stay within the origin, as SDKs do for metadata. */
  readonly follows?: boolean;
  /** Asks as a browser does when a person follows a link. */
  readonly isNavigation?: boolean;
}

/** Asks one URL. It never throws: what goes wrong is part of the answer. */
export type Caller = (url: string, call?: Call) => Promise<Answer>;

const maxBodyBytes = 512 * 1024;
const maxRedirects = 5;
const maxWaitMs = 30_000;
const userAgent = "sallyport-doctor";

export function createCaller(options: CallerOptions): Caller {
  return async (url, call = {}) => {
    let answer = await callPatiently(options, url, call);
    for (let count = 0; call.follows === true && count < maxRedirects; count += 1) {
      const { location } = answer;
      if (location === undefined || new URL(location).origin !== new URL(url).origin) break;
      answer = await callOnce(options, location, call);
    }
    return answer;
  };
}

/** A limit on requests is no property to judge: it is waited for, once. */
async function callPatiently(options: CallerOptions, url: string, call: Call): Promise<Answer> {
  const answer = await callOnce(options, url, call);
  const waitMs = Number(answer.headers.get("retry-after") ?? "NaN") * 1000;
  const isLimited = answer.status === 429 && waitMs >= 0 && waitMs <= maxWaitMs;
  if (!isLimited) return answer;
  await setTimeout(waitMs);
  return await callOnce(options, url, call);
}

async function callOnce(options: CallerOptions, url: string, call: Call): Promise<Answer> {
  const { method = call.body === undefined ? "GET" : "POST" } = call;
  options.onCall?.(method, URL.canParse(url) ? new URL(url).href : "a malformed address");
  try {
    const send = call.isNavigation === true ? options.navigate : options.fetch;
    const response = await send(url, {
      method,
      headers: { "user-agent": userAgent, ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeoutMs),
    });
    const text = await readText(response);
    return {
      method,
      url,
      status: response.status,
      failure: undefined,
      headers: response.headers,
      text,
      json: parseJson(text),
      location: locationOf(response, url),
    };
  } catch (error) {
    const failure = describeFailure(error, options.timeoutMs);
    const nothing = { text: "", json: undefined, location: undefined, headers: new Headers() };
    return { method, url, status: 0, failure, ...nothing };
  }
}

/** A stream of events may never end, and nothing here needs one. */
async function readText(response: Response): Promise<string> {
  if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
    await response.body?.cancel();
    return "";
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  if (body === undefined) return "";
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBodyBytes) throw new Error(`more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function locationOf(response: Response, url: string): string | undefined {
  const location = response.headers.get("location");
  const isRedirect = response.status >= 300 && response.status < 400;
  if (!isRedirect || location === null || !URL.canParse(location, url)) return undefined;
  return new URL(location, url).href;
}

function describeFailure(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `timed out after ${timeoutMs / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
