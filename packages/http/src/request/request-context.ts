import { namedFlowId, type OAuthRequest } from "@sallyport/core";
import type { Request } from "express";
import { HttpRefusal } from "./refusal.ts";

/** One request while it is being served. */
export interface RequestContext {
  readonly request: Request;
  readonly requestId: string;
  /** The client's address after trusted proxies. */
  readonly address: string | undefined;
  /** Every `Authorization` header, in order: Node itself keeps only the first. */
  readonly authorization: readonly string[];
  /** What the log entry will say beside the outcome. */
  readonly note: Note;
  /** The body, once somebody has asked for it. */
  body?: Promise<string>;
}

export interface Note {
  error?: string;
  reason?: string;
  clientId?: string;
  /** Ties the requests of one sign-in together. */
  flowId?: string;
  /** What the client or the person was told: `sallyport explain` knows more. */
  errorId?: string;
  /** Where people read about it. */
  errorUri?: string;
  /** What was thrown, when it was our fault. */
  cause?: unknown;
}

/** Puts into the note whom and which flow a form or query names. */
export function noteParameters({ note }: RequestContext, text: string): void {
  const clientId = namedClientId(text);
  const flowId = namedFlowId(text);
  if (clientId !== undefined) note.clientId = clientId;
  if (flowId !== undefined) note.flowId = flowId;
}

const maxBodyBytes = 16 * 1024;

/**
 * The body as text, however often it is asked for.
 * @throws HttpRefusal when it has more than 16 KiB, counted as they come, or is compressed
 */
export function readBody(context: RequestContext): Promise<string> {
  return (context.body ??= receiveBody(context.request));
}

async function receiveBody(request: Request): Promise<string> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") throw new HttpRefusal("content_encoding", closing);
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw new HttpRefusal("body_too_large", closing);
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
      else reject(new HttpRefusal("body_too_large", closing));
    });
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    request.on("error", () => reject(new HttpRefusal("malformed_request", closing)));
  });
}

/** What is left of such a body is not worth reading. */
const closing = { Connection: "close" };

/** The request without HTTP: the framework ends here. */
export function toOAuthRequest(context: RequestContext, body: string): OAuthRequest {
  const { request } = context;
  return {
    method: request.method,
    query: queryOf(request.url),
    body,
    contentType: request.headers["content-type"],
    authorization: context.authorization,
    address: context.address,
    userAgent: request.headers["user-agent"],
  };
}

/** The parameters in the address of a page. */
export function readQuery({ request }: RequestContext): URLSearchParams {
  return new URLSearchParams(queryOf(request.url));
}

function queryOf(url: string): string {
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at + 1);
}

const maxNotedLength = 128;

/** The `client_id` that a form or query names, cut to a length that a log can bear. */
export function namedClientId(text: string): string | undefined {
  if (!text.includes("client_id")) return undefined;
  return cut(new URLSearchParams(text).get("client_id") ?? undefined);
}

/** The client id in an `Authorization: Basic` header, as it stands there. */
export function basicClientId(header: string | undefined): string | undefined {
  if (header === undefined || !/^basic /i.test(header)) return undefined;
  const [id] = Buffer.from(header.slice("basic ".length), "base64").toString("utf8").split(":");
  return cut(id);
}

function cut(id: string | undefined): string | undefined {
  return id === undefined || id === "" ? undefined : id.slice(0, maxNotedLength);
}

/** A browser that guesses where the person goes next must not start anything. */
export function isPrefetch({ request }: RequestContext): boolean {
  const purpose = request.headers["sec-purpose"] ?? request.headers["purpose"];
  return purpose !== undefined && String(purpose).includes("prefetch");
}
