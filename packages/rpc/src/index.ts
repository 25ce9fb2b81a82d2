export type { AccountRouter } from "./account/all.ts";
export { type AccountHandlerOptions, createAccountHandler } from "./account/handler.ts";
export type { AdminRouter } from "./admin/all.ts";
export { type AdminHandlerOptions, createAdminHandler } from "./admin/handler.ts";
export type { RpcErrorShape } from "./error-shape.ts";
export type { SallyportCode } from "./errors.ts";
export type { RpcFailure, RpcHandler } from "./handler.ts";
export { createReplayCounts, type ReplayCounts } from "./replay-counts.ts";
export { defaultSignInLimits, type SignInLimits } from "./sign-in-limits.ts";
