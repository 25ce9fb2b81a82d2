import { auth0 } from "./auth0.ts";
import { betterAuth } from "./better-auth.ts";
import { csv } from "./csv.ts";
import { fastapiModule } from "./fastapi-module.ts";
import { hydra } from "./hydra.ts";
import type { Importer } from "./importer.ts";
import { keycloak } from "./keycloak.ts";
import { nodeOidcProvider } from "./node-oidc-provider.ts";
import { workersOAuthProvider } from "./workers-oauth-provider.ts";

/** Every system whose files are read. A new one is a new file and a line here. */
export const importers: readonly Importer[] = [
  fastapiModule,
  nodeOidcProvider,
  betterAuth,
  workersOAuthProvider,
  hydra,
  keycloak,
  auth0,
  csv,
];
