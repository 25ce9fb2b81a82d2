export { createPublicApp, type PublicAppOptions, type RequestEntry } from "./app.ts";
export { defaultLimits, fastapiModuleLimits, type Limits } from "./limits.ts";
export { refuseTunnels, serverOptions } from "./server-options.ts";
