/** What is remembered of an earlier answer, to ask whether it still holds (RFC 9110 section 13). */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

/** How a fetch of somebody else's document ended. `failed` says why, for logs only. */
export type FetchedDocument =
  | ({ kind: "fetched"; body: string; maxAgeSeconds: number | undefined } & Validators)
  | { kind: "unchanged"; maxAgeSeconds: number | undefined }
  | { kind: "failed"; reason: string };

/**
 * Fetches JSON documents that strangers name: client metadata, JWK sets. The one behind it is guarded
 * against everything that such an address can do; it never throws for the other side's faults, follows no
 * redirect and remembers no failure.
 */
export interface DocumentSource {
  fetch(url: string, known: Validators & { maxBytes: number }): Promise<FetchedDocument>;
}
