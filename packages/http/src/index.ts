export { createPublicApp, type PublicAppOptions } from "./app.ts";
export { defaultLimits, fastapiModuleLimits, type Limits } from "./limits.ts";
export { createRequestId } from "./request-id.ts";
export type { RequestEntry } from "./serve.ts";
export type { Within } from "./site.ts";
export { refuseTunnels, serverOptions } from "./server-options.ts";
