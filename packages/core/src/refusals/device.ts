import type { Explanations } from "./explanation.ts";

const again = "The device has to ask for a new code, and the person to enter that.";

/** Devices without a browser. */
export const deviceExplanations: Explanations = {
  missing_device_code: {
    rule: "device_code is required (RFC 8628 section 3.4)",
    meaning: "The device asks without the code that it was given.",
    fix: "Send device_code as it came from the device authorization endpoint.",
  },
  malformed_device_code: {
    rule: "The device code must be one that was issued here (RFC 8628 section 3.5)",
    meaning: "The text is no device code of this server: the user code, cut off, or of another server.",
    fix: "Send device_code, not user_code, as it came.",
  },
  unknown_device_code: {
    rule: "The device code must be one that was issued here (RFC 8628 section 3.5)",
    meaning:
      "The code is not in the database: it is old, or its client was deleted, or the person took the consent back.",
    fix: again,
  },
  device_code_used: {
    rule: "A device code buys tokens once (RFC 8628 section 3.5)",
    meaning: "The device asked again after it had its tokens. Those live on.",
    fix: "Stop asking after the first good answer. If that was lost, ask for a new code.",
  },
  device_pending: {
    rule: "A person answers first (RFC 8628 section 3.5)",
    meaning: "Nobody has answered yet: this is how waiting looks.",
    fix: "Ask again after the interval.",
  },
  device_slow_down: {
    rule: "The device waits between two questions (RFC 8628 section 3.5)",
    meaning: "It asked too soon, so its interval grew by five seconds.",
    fix: "Add five seconds to the interval at each slow_down.",
  },
  device_code_expired: {
    rule: "A person has a few minutes to answer (RFC 8628 section 3.5)",
    meaning: "Nobody answered in time.",
    fix: again,
  },
  device_denied: {
    rule: "Only who is asked can allow access (RFC 8628 section 3.5)",
    meaning: "The person said no.",
    fix: `Nothing is wrong. ${again}`,
  },
  user_codes: {
    rule: "Each waiting device has a user code of its own (RFC 8628 section 6.1)",
    meaning: "No free user code was found: very many devices wait.",
    fix: "Try again; if it stays, look at who asks for so many.",
  },
};
