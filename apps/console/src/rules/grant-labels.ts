import type { Tone } from "../ui/badge.tsx";

interface Label {
  label: string;
  tone: Tone;
}

/** Labels for the status of a grant or token. */
const states: Readonly<Record<string, Label>> = {
  alive: { label: "Active", tone: "good" },
  revoked: { label: "Revoked", tone: "bad" },
  expired: { label: "Expired", tone: "plain" },
  client_gone: { label: "Client deleted", tone: "bad" },
  client_switched_off: { label: "Client disabled", tone: "bad" },
  client_reset: { label: "Client grants revoked", tone: "bad" },
  person_gone: { label: "User erased", tone: "bad" },
  person_switched_off: { label: "User disabled", tone: "bad" },
  person_signed_out: { label: "User signed out", tone: "bad" },
  all_ended: { label: "All grants revoked", tone: "bad" },
  token_expired: { label: "Token expired", tone: "plain" },
  token_replaced: { label: "Replaced by a newer token", tone: "plain" },
  token_ended: { label: "Token revoked", tone: "bad" },
};

export function grantLabel(state: string): Label {
  return states[state] ?? { label: state.replaceAll("_", " "), tone: "plain" };
}
