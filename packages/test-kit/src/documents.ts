import type { DocumentSource, FetchedDocument } from "@sallyport/core";

/** Documents that exist only in the test; counts how often each is asked for. */
export interface TestDocuments extends DocumentSource {
  /** Publishes `document` as JSON at `url`, or what a fetch of it gives. */
  publish(url: string, document: object | FetchedDocument): void;
  /** How often `url` was fetched. */
  fetches(url: string): number;
}

export function createTestDocuments(): TestDocuments {
  const published = new Map<string, FetchedDocument>();
  const counts = new Map<string, number>();
  return {
    fetch(url) {
      counts.set(url, (counts.get(url) ?? 0) + 1);
      return Promise.resolve(published.get(url) ?? { kind: "failed", reason: "not_found" });
    },
    publish(url, document) {
      published.set(
        url,
        "kind" in document ? document : { kind: "fetched", body: JSON.stringify(document), maxAgeSeconds: undefined },
      );
    },
    fetches: (url) => counts.get(url) ?? 0,
  };
}
