import type { ClientProfile } from "./client-profile.ts";
import { byRegistration } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const cursor: ClientProfile = {
  ...usual,
  id: "cursor",
  name: "Cursor",
  registration: {
    client_name: "Cursor",
    redirect_uris: [
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "https://www.cursor.com/agents/mcp/oauth/callback",
      "http://localhost:8787/callback",
    ],
    ...interactive,
    token_endpoint_auth_method: "none",
    application_type: "web",
  },
  redirectUri: "cursor://anysphere.cursor-mcp/oauth/callback",
  requires: {
    ...usual.requires,
    registration: [...byRegistration, "register-private-use"],
  },
  wizard: {
    redirectUris: [
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "https://www.cursor.com/agents/mcp/oauth/callback",
      "http://localhost/callback",
    ],
  },
  quirks: [
    "has a private-use scheme without a dot beside an https and a loopback redirect URI, and calls itself `web`",
    "has no metadata document",
  ],
};
