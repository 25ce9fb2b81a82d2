export { parseForwardHeaders } from "./headers.ts";
export { createProtection } from "./protection.ts";
export type { ProtectedRequest, Protection, ProtectionOptions } from "./protection.ts";
export { parseToolScopes } from "./tool-scopes.ts";
export type { ToolScopes } from "./tool-scopes.ts";
