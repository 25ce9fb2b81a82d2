import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const opencode: ClientProfile = {
  ...usual,
  id: "opencode",
  name: "OpenCode",
  ways: ["document", "registration", "by hand"],
  registration: {
    redirect_uris: ["http://127.0.0.1:19876/mcp/oauth/callback"],
    client_name: "OpenCode",
    client_uri: "https://opencode.ai",
    ...interactive,
    token_endpoint_auth_method: "none",
  },
  document: {
    url: "https://opencode.ai/oauth/opencode/client.json",
    members: {
      client_name: "opencode",
      client_uri: "https://opencode.ai",
      logo_uri: "https://opencode.ai/web-app-manifest-512x512.png",
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
      ...interactive,
      token_endpoint_auth_method: "none",
      token_endpoint_auth_methods_supported: ["none"],
    },
    redirectUri: "http://127.0.0.1:19876/callback",
  },
  byHand: "client_secret_post",
  redirectUri: "http://127.0.0.1:19876/mcp/oauth/callback",
  resource: { authorize: "verbatim", token: "verbatim", refresh: "none" },
  documentNeedsNone: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "refresh-race"],
  },
  wizard: {
    redirectUris: ["http://127.0.0.1/mcp/oauth/callback"],
  },
  quirks: ["several processes share one store, and refresh at once", "left `resource` out when it refreshed"],
};
