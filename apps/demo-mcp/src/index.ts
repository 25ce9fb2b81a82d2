export { demoScopes } from "./scopes.ts";
export type { DemoScope } from "./scopes.ts";
export { startDemoMcp } from "./start.ts";
export type { DemoMcp, DemoMcpOptions } from "./start.ts";
