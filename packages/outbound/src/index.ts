export { createDocumentSource, type DocumentSourceOptions, type FetchEvent, type Timers } from "./document-source.ts";
export type { FailureReason } from "./failure.ts";
export type { Resolve } from "./resolve.ts";
export type { SlotLimits } from "./slots.ts";
export { type Destination, type OpenSocket, openSocket } from "./socket.ts";
