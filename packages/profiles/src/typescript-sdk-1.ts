import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const typescriptSdk1: ClientProfile = {
  ...usual,
  id: "typescript-sdk-1",
  name: "TypeScript SDK v1",
  ways: ["document", "registration", "by hand"],
  registration: { client_name: "Notes", redirect_uris: ["http://127.0.0.1:41999/callback"], scope: "demo:read" },
  document: {
    url: "https://notes.example/oauth/client.json",
    members: {
      client_name: "Notes",
      redirect_uris: ["http://127.0.0.1/callback"],
      ...interactive,
      token_endpoint_auth_method: "none",
    },
  },
  byHand: "client_secret_basic raw",
  redirectUri: "http://127.0.0.1:41999/callback",
  mayLackDocument: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "refresh-race"],
  },
  quirks: [
    "registers without an authentication method, and takes the one that comes back",
    "writes id and secret into Basic as they are",
    "asks for a missing scope alone, and refreshes in vain before",
    "two connections refresh at once",
  ],
};
