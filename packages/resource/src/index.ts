export type { AuthInfo } from "./auth-info.ts";
export type { MetadataAnswer, ResourceMetadata } from "./metadata.ts";
export type { Refusal, RefusalReason } from "./refusal.ts";
export { createResourceServer } from "./resource-server.ts";
export type { ResourceServer, ResourceServerOptions, Verdict, VerifyOptions } from "./resource-server.ts";
export { scopesForTools } from "./tool-scopes.ts";
export type { ScopesFor } from "./tool-scopes.ts";
