export { createDocumentSource } from "./document-source.ts";
export type { FailureReason } from "./failure.ts";
export type { FetcherOptions, FetchEvent, Timers } from "./fetcher.ts";
export { createImageSource, type FetchedImage, type ImageSource } from "./image-source.ts";
export type { Resolve } from "./resolve.ts";
export type { SlotLimits } from "./slots.ts";
export { type Destination, type OpenSocket, openSocket } from "./socket.ts";
