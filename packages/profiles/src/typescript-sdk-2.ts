import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const typescriptSdk2: ClientProfile = {
  ...usual,
  id: "typescript-sdk-2",
  name: "TypeScript SDK v2",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "Notes",
    redirect_uris: ["http://127.0.0.1:41998/callback"],
    grant_types: interactive.grant_types,
    application_type: "native",
    scope: "demo:read",
  },
  document: {
    url: "https://notes.example/oauth/client-2.json",
    members: {
      client_name: "Notes",
      redirect_uris: ["http://127.0.0.1/callback"],
      ...interactive,
      token_endpoint_auth_method: "none",
      application_type: "native",
    },
  },
  byHand: "client_secret_basic raw",
  redirectUri: "http://127.0.0.1:41998/callback",
  forgetsScopes: false,
  mayLackDocument: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "issuer-identical", "endpoints-secure", "authorize-success-iss", "refresh-race"],
  },
  quirks: [
    "compares issuers byte by byte and wants `iss` where it is promised",
    "takes a missing `scope` in a token answer for none",
    "two connections refresh at once",
  ],
};
