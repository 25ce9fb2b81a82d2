import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";

const worker = `
  import { OAuthProvider } from "./provider.js";
  const fetch = () => new Response("here");
  export default new OAuthProvider({
    apiRoute: "/mcp",
    apiHandler: { fetch },
    defaultHandler: { fetch },
    authorizeEndpoint: "/authorize",
    tokenEndpoint: "/token",
    clientRegistrationEndpoint: "/register",
    resourceMetadata: { resource: "http://localhost/mcp" },
  });`;
const provider = readFileSync(fileURLToPath(import.meta.resolve("@cloudflare/workers-oauth-provider")), "utf8");

const server = new Miniflare({
  modules: [
    { type: "ESModule", path: "worker.js", contents: worker },
    { type: "ESModule", path: "provider.js", contents: provider },
  ],
  compatibilityDate: "2026-07-01",
  compatibilityFlags: ["nodejs_compat", "global_fetch_strictly_public"],
  kvNamespaces: ["OAUTH_KV"],
});
console.log(new URL("/.well-known/oauth-authorization-server", await server.ready).href);
