import type { DocumentSource } from "@sallyport/core";
import type { Kind } from "./exchange.ts";
import { FetchFailure } from "./failure.ts";
import { createFetcher, type FetcherOptions } from "./fetcher.ts";

const json: Kind<{ body: string }> = {
  accept: "application/json",
  // Or a type that is built on it (RFC 6839 section 3.1).
  contentType: /^application\/(?:[\w!#$&^.+-]+\+)?json[ \t]*(?:;|$)/i,
  read: (bytes) => ({ body: decode(bytes) }),
};

/** Fetches JSON documents; see `createFetcher`. */
export function createDocumentSource(options: FetcherOptions = {}): DocumentSource & { close(): Promise<void> } {
  return createFetcher(json, options, { total: 32, perOrigin: 4, waiting: 128, waitingPerOrigin: 16 });
}

/** JSON between systems is UTF-8 (RFC 8259 section 8.1). */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FetchFailure("not_utf8", { cause: error });
  }
}
