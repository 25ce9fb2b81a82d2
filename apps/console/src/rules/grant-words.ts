import type { Tone } from "../ui/badge.tsx";

interface Words {
  words: string;
  tone: Tone;
}

/** Why the tokens of a grant are good or not, in words. */
const states: Readonly<Record<string, Words>> = {
  alive: { words: "Alive", tone: "good" },
  revoked: { words: "Ended", tone: "bad" },
  expired: { words: "Expired", tone: "plain" },
  client_gone: { words: "Client deleted", tone: "bad" },
  client_switched_off: { words: "Client disabled", tone: "bad" },
  client_reset: { words: "Client was ended", tone: "bad" },
  person_gone: { words: "Person gone", tone: "bad" },
  person_switched_off: { words: "Person disabled", tone: "bad" },
  person_signed_out: { words: "Person signed out", tone: "bad" },
  all_ended: { words: "Everything was ended", tone: "bad" },
  token_expired: { words: "The token has expired", tone: "plain" },
  token_replaced: { words: "A newer token took its place", tone: "plain" },
  token_ended: { words: "The token was ended", tone: "bad" },
};

export function grantWords(state: string): Words {
  return states[state] ?? { words: state.replaceAll("_", " "), tone: "plain" };
}
