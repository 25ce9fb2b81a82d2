import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

const path = "/callback/3f9c2a7d51be";

export const codex: ClientProfile = {
  ...usual,
  id: "codex",
  name: "Codex",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "Codex",
    redirect_uris: [`http://127.0.0.1:49823${path}`],
    ...interactive,
    token_endpoint_auth_method: "none",
  },
  document: {
    url: "https://chatgpt.com/oauth/codex/client.json",
    members: {
      client_name: "Codex",
      client_uri: "https://chatgpt.com/codex",
      application_type: "native",
      redirect_uris: ["http://127.0.0.1/callback", "http://localhost/callback"],
      token_endpoint_auth_method: "none",
      token_endpoint_auth_methods_supported: ["none"],
      ...interactive,
    },
    redirectUri: "http://127.0.0.1:49823/callback",
  },
  redirectUri: `http://127.0.0.1:49823${path}`,
  resource: { authorize: "none", token: "none", refresh: "none" },
  scope: "challenged",
  documentNeedsNone: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "authorize-success-iss", "refresh-race"],
    document: ["authorize-loopback-port"],
  },
  wizard: {
    redirectUris: ["http://127.0.0.1/callback", "http://localhost/callback"],
    hint: "Builds that wait at a path of their own, /callback/…, need that one here as well.",
  },
  quirks: [
    "older builds never name a resource",
    "uses the path `/callback` with its document, and a path for each MCP server when it registers",
    "takes its stable document only where answers carry `iss`",
    "several processes share one store, and refresh at once",
  ],
};
