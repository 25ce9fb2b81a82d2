import type { ClientProfile } from "./client-profile.ts";
import { interactive, usual } from "./usual.ts";

export const claudeCode: ClientProfile = {
  ...usual,
  id: "claude-code",
  name: "Claude Code",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "Claude Code (notes)",
    redirect_uris: ["http://localhost:52163/callback"],
    ...interactive,
    token_endpoint_auth_method: "none",
  },
  document: {
    url: "https://claude.ai/oauth/claude-code-client-metadata",
    members: {
      client_name: "Claude Code",
      client_uri: "https://claude.ai",
      redirect_uris: ["http://localhost/callback", "http://127.0.0.1/callback"],
      ...interactive,
      token_endpoint_auth_method: "none",
    },
  },
  redirectUri: "http://localhost:52163/callback",
  resource: { authorize: "verbatim", token: "verbatim", refresh: "none" },
  scope: "none",
  documentNeedsNone: true,
  requires: {
    ...usual.requires,
    document: ["authorize-loopback-port"],
  },
  wizard: {
    redirectUris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    hint: "Pass the id with --client-id when you add the server.",
  },
  quirks: [
    "its document has loopback redirect URIs without a port and no `application_type`; it listens on a port of its own",
    "asks for no scope",
    "some versions leave `resource` out when they refresh",
  ],
};
