import type { ClientProfile } from "./client-profile.ts";
import { byRegistration } from "./requirements.ts";
import { usual } from "./usual.ts";

export const lmStudio: ClientProfile = {
  ...usual,
  id: "lm-studio",
  name: "LM Studio",
  ways: ["registration"],
  registration: {
    client_name: "LM Studio",
    redirect_uris: ["http://127.0.0.1:33389/callback"],
    token_endpoint_auth_method: "none",
  },
  redirectUri: "http://127.0.0.1:33389/callback",
  requires: {
    ...usual.requires,
    registration: [...byRegistration, "register-complete"],
  },
  quirks: [
    "registers without grant and response types",
    "reads the registration answer strictly: every list must be there, and a number beside a secret",
  ],
};
