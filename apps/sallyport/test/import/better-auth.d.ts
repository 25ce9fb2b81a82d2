// The package's own types do not hold under exactOptionalPropertyTypes; these are what the test uses.

declare module "better-auth" {
  export function betterAuth(options: object): { handler(request: Request): Promise<Response> };
}

declare module "better-auth/db/migration" {
  export function getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
}

declare module "better-auth/plugins" {
  export function jwt(): object;
}

declare module "@better-auth/oauth-provider" {
  export function oauthProvider(options: object): object;
}
