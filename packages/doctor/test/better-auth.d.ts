// The package's own types do not hold under exactOptionalPropertyTypes; these are what the test uses.

declare module "better-auth" {
  export interface Auth {
    handler(request: Request): Promise<Response>;
  }
  export function betterAuth(options: object): Auth;
}

declare module "better-auth/adapters/memory" {
  export function memoryAdapter(tables: Record<string, unknown[]>): object;
}

declare module "better-auth/db" {
  export function getAuthTables(options: object): Record<string, { modelName: string }>;
}

declare module "better-auth/node" {
  import type { RequestListener } from "node:http";

  export function toNodeHandler(auth: { handler(request: Request): Promise<Response> }): RequestListener;
}

declare module "better-auth/plugins" {
  export function jwt(): object;
}

declare module "@better-auth/oauth-provider" {
  import type { Auth } from "better-auth";

  export function oauthProvider(options: object): object;
  export function oauthProviderAuthServerMetadata(auth: Auth): (request: Request) => Promise<Response>;
}
