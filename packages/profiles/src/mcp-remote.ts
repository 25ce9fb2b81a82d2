import type { ClientProfile } from "./client-profile.ts";
import { interactive, usual } from "./usual.ts";

export const mcpRemote: ClientProfile = {
  ...usual,
  id: "mcp-remote",
  name: "mcp-remote",
  registration: {
    redirect_uris: ["http://localhost:3334/oauth/callback"],
    token_endpoint_auth_method: "none",
    ...interactive,
    client_name: "MCP CLI Proxy",
    client_uri: "https://github.com/modelcontextprotocol/mcp-cli",
    software_id: "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d",
    software_version: "0.1.37",
    scope: "openid email profile",
  },
  redirectUri: "http://localhost:3334/oauth/callback",
  asksFirst: true,
  wizard: {
    redirectUris: ["http://localhost/oauth/callback"],
  },
  quirks: [
    "registers with scopes that are not those it asks for later",
    "asks the authorization endpoint for JSON before it opens a browser, to learn whether its id is still good",
  ],
};
