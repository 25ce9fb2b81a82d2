export type { AuthInfo } from "./auth-info.ts";
export { defineIntrospectionCheck } from "./introspection-check.ts";
export type { IntrospectionCheckOptions } from "./introspection-check.ts";
export { defineJwtCheck } from "./jwt-check.ts";
export type { JwtCheckOptions } from "./jwt-check.ts";
export { defineLookupCheck } from "./lookup-check.ts";
export type { LookupCheckOptions } from "./lookup-check.ts";
export type { MetadataAnswer, ResourceMetadata } from "./metadata.ts";
export { scopesForOperations, scopesForTools } from "./operation-scopes.ts";
export type { OperationScopes, ScopesFor, ScopesOf } from "./operation-scopes.ts";
export type { Refusal, RefusalReason } from "./refusal.ts";
export { createResourceServer } from "./resource-server.ts";
export type {
  ResourceServer,
  ResourceServerOptions,
  Verdict,
  VerifyOptions,
  WellKnownRequest,
} from "./resource-server.ts";
export { createRevocationFeed } from "./revocation-feed.ts";
export type { RevocationFeed, RevocationFeedOptions, Revocations } from "./revocation-feed.ts";
export { impliesScope, missingScopes } from "./scope-rules.ts";
export type { AccessTokenVerdict } from "./claims.ts";
export type { CheckEnvironment, TokenCheck, TokenCheckDefinition, UncheckedToken } from "./token-check.ts";
