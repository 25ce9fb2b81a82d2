import type { ClientProfile } from "./client-profile.ts";
import { interactive, usual } from "./usual.ts";

export const inspector: ClientProfile = {
  ...usual,
  id: "inspector",
  name: "MCP Inspector",
  registration: {
    redirect_uris: ["http://localhost:6274/oauth/callback"],
    token_endpoint_auth_method: "none",
    ...interactive,
    client_name: "MCP Inspector",
    client_uri: "https://github.com/modelcontextprotocol/inspector",
    application_type: "native",
    scope: "",
  },
  redirectUri: "http://localhost:6274/oauth/callback",
  scope: "advertised",
  wizard: {
    redirectUris: ["http://localhost:6274/oauth/callback"],
  },
  quirks: ["registers with an empty scope", "asks for every scope that the server's metadata lists"],
};
