import type { InteractionError } from "../errors.ts";
import type { HttpRow } from "./row.ts";

const startAgain = "Start again from the application.";
const common = {
  error: "invalid_request",
  description: "The sign-in cannot continue. Start again from the application.",
};

/** Refused on the sign-in and consent pages. */
export const interactionRefusals = {
  gone: {
    ...common,
    status: 400,
    rule: "A sign-in is completed once, within ten minutes, while its client exists",
    meaning: "The page is too old, was already answered, or its client was removed or disabled.",
    fix: `${startAgain} Pages from the browser history or a bookmark do not work.`,
  },
  other_browser: {
    ...common,
    status: 403,
    rule: "A sign-in continues in the browser that started it (RFC 9700 section 4.7)",
    meaning: "The request does not carry the cookie of the browser that started the sign-in.",
    fix: "Open the link in the same browser, with cookies enabled and under the same host name: 127.0.0.1 and localhost have different cookies.",
  },
  other_answer: {
    ...common,
    status: 403,
    rule: "An answer from an external front end belongs to one sign-in and expires after two minutes (a rule of this server)",
    meaning: "The address has no answer for this sign-in, or the answer has expired.",
    fix: "Call interactions.approve or interactions.deny again in the front end, and redirect the browser at once.",
  },
  csrf: {
    ...common,
    status: 403,
    rule: "A form carries the CSRF token of its page (RFC 9700 section 4.7)",
    meaning: "The CSRF token of the form is not the one that this browser received.",
    fix: `${startAgain} This can happen when the page is open in two windows.`,
  },
  not_signed_in: {
    ...common,
    status: 403,
    rule: "Only a signed-in user can allow access",
    meaning: "The session ended while the page was open.",
    fix: "Sign in again.",
  },
} satisfies Readonly<Record<InteractionError["reason"], HttpRow>>;
