import type { DocumentSource } from "@sallyport/core";
import { clientProfiles } from "@sallyport/profiles";
import type { Log } from "../log.ts";

const kept = new Map(
  clientProfiles.flatMap(({ document }) =>
    document === undefined ? [] : [[document.url, JSON.stringify({ client_id: document.url, ...document.members })]],
  ),
);

/**
 * Documents of known clients that cannot be fetched are those that dev has anyway: real clients come to a laptop
 * without a network, too.
 */
export function withKeptDocuments(source: DocumentSource, log: Log): DocumentSource {
  return {
    async fetch(url, known) {
      const fetched = await source.fetch(url, known);
      const body = kept.get(url);
      if (fetched.kind !== "failed" || body === undefined) return fetched;
      log.warn({ url, reason: fetched.reason }, "could not fetch a document, and takes the copy that dev has");
      return { kind: "fetched", body, maxAgeSeconds: undefined };
    },
  };
}
