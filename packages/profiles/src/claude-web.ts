import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient, byHostedRegistration } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const claudeWeb: ClientProfile = {
  ...usual,
  id: "claude-web",
  name: "Claude web/Desktop",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "claudeai",
    ...interactive,
    token_endpoint_auth_method: "none",
    scope: "claudeai",
    redirect_uris: ["https://claude.ai/api/mcp/auth_callback"],
  },
  document: {
    url: "https://claude.ai/oauth/mcp-oauth-client-metadata",
    members: {
      client_name: "Claude",
      client_uri: "https://claude.ai",
      redirect_uris: ["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
      grant_types: [...interactive.grant_types, "urn:ietf:params:oauth:grant-type:jwt-bearer"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
  },
  byHand: "client_secret_post",
  redirectUri: "https://claude.ai/api/mcp/auth_callback",
  resource: { authorize: "normalized", token: "normalized", refresh: "normalized" },
  extraScope: "offline_access",
  prompt: "consent",
  hasManyAddresses: true,
  atUnknownClient: "registers anew",
  isHosted: true,
  documentNeedsNone: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "mcp-secure", "endpoints-secure", "refresh-race"],
    registration: byHostedRegistration,
  },
  wizard: {
    redirectUris: ["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
    hint: "Enter the id and the secret in the connector's advanced settings.",
  },
  quirks: [
    "names a grant type in its document that the server may not have",
    "registers with a scope that nobody knows",
    "asks for `offline_access` and a new consent every time",
    "refreshes from two addresses at once",
  ],
};
