import type { IncomingMessage } from "node:http";
import { RpcRefusal } from "./errors.ts";

export const maxBodyBytes = 256 * 1024;
export const maxBatchSize = 10;

const sameOriginFetches = ["same-origin", "none"];

/**
 * What every call must fulfil before anything of it is read: our own pages only, JSON only, bounded.
 * A mutation without input has no body to be malformed, so the content type alone keeps forms of other sites out.
 */
export function checkRequest(request: IncomingMessage, allowedOrigins: readonly string[]): RpcRefusal | undefined {
  return (
    checkMethod(request) ?? checkOrigin(request, allowedOrigins) ?? checkContentType(request) ?? checkSize(request)
  );
}

function checkMethod({ method }: IncomingMessage): RpcRefusal | undefined {
  if (method === "GET" || method === "POST") return undefined;
  return new RpcRefusal("METHOD_NOT_SUPPORTED", "queries take GET, mutations take POST");
}

/** Programs send neither header, browsers always one of them; another port of the host is another origin. */
function checkOrigin({ headers }: IncomingMessage, allowedOrigins: readonly string[]): RpcRefusal | undefined {
  const { origin, "sec-fetch-site": site } = headers;
  const isOurs =
    origin === undefined
      ? site === undefined || sameOriginFetches.includes(String(site))
      : allowedOrigins.includes(origin);
  return isOurs ? undefined : new RpcRefusal("FORBIDDEN", "calls from another origin are refused");
}

function checkContentType({ method, headers }: IncomingMessage): RpcRefusal | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/json" || (method === "GET" && type === undefined)) return undefined;
  return new RpcRefusal("UNSUPPORTED_MEDIA_TYPE", "the body must be application/json");
}

function checkSize({ headers }: IncomingMessage): RpcRefusal | undefined {
  if (Number(headers["content-length"] ?? 0) <= maxBodyBytes) return undefined;
  return new RpcRefusal("PAYLOAD_TOO_LARGE", `a request has at most ${maxBodyBytes} bytes`);
}
