import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient, byRegistration } from "./requirements.ts";

/** A native client on the official TypeScript SDK; most others are like it. */
export const usual = {
  ways: ["registration", "by hand"],
  byHand: "none",
  registered: "none",
  verifierLength: 43,
  resource: { authorize: "verbatim", token: "verbatim", refresh: "verbatim" },
  scope: "challenged",
  forgetsScopes: true,
  atUnknownClient: "registers anew",
  isHosted: false,
  documentNeedsNone: false,
  requires: { always: byEveryClient, registration: byRegistration, document: [] },
} satisfies Partial<ClientProfile>;

/** Both grants of an interactive client, as most write them. */
export const interactive = {
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
} as const;
