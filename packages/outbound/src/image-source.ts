import type { Kind } from "./exchange.ts";
import type { FailureReason } from "./failure.ts";
import { createFetcher, type FetcherOptions } from "./fetcher.ts";

/** Bytes that claim to be an image; nothing has looked into them. */
export type FetchedImage = { kind: "fetched"; bytes: Uint8Array } | { kind: "failed"; reason: FailureReason };

export interface ImageSource {
  fetchImage(url: string, limits: { maxBytes: number }): Promise<FetchedImage>;
  close(): Promise<void>;
}

/** Pixels only: an SVG is a document that can hold scripts and name further addresses. */
const image: Kind<{ bytes: Uint8Array }> = {
  accept: "image/png, image/jpeg, image/webp, image/gif",
  contentType: /^image\/(?:png|jpeg|webp|gif)[ \t]*(?:;|$)/i,
  read: (bytes) => ({ bytes }),
};

/** Fetches images; see `createFetcher`. They have turns of their own, so that no document waits for one. */
export function createImageSource(options: FetcherOptions = {}): ImageSource {
  const fetcher = createFetcher(image, options, { total: 8, perOrigin: 2, waiting: 32, waitingPerOrigin: 4 });
  return {
    async fetchImage(url, { maxBytes }) {
      const answer = await fetcher.fetch(url, { maxBytes });
      switch (answer.kind) {
        case "fetched":
          return { kind: "fetched", bytes: answer.bytes };
        case "failed":
          return answer;
        case "unchanged":
          throw new Error("an answer to conditions that were not sent");
      }
    },
    close: () => fetcher.close(),
  };
}
