import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const pythonSdk: ClientProfile = {
  ...usual,
  id: "python-sdk",
  name: "Python SDK",
  registration: {
    redirect_uris: ["http://localhost:3030/callback"],
    token_endpoint_auth_method: "client_secret_basic",
    ...interactive,
    scope: "demo:read",
    client_name: "Notes",
  },
  byHand: "client_secret_basic encoded",
  registered: "client_secret_basic encoded",
  redirectUri: "http://localhost:3030/callback",
  verifierLength: 128,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "authorization-endpoint-query"],
  },
  quirks: [
    "a verifier of 128 characters",
    "encodes id and secret before it writes them into Basic",
    "puts a question mark behind the authorization endpoint whatever it looks like",
  ],
};
