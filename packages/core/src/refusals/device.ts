import {
  AccessDeniedError,
  AuthorizationPendingError,
  ExpiredTokenError,
  InvalidGrantError,
  InvalidRequestError,
  SlowDownError,
  TemporarilyUnavailableError,
} from "../errors.ts";
import { invalidCredential } from "./credentials.ts";
import type { OAuthRow } from "./row.ts";

const again = "Request a new device code and let the user enter the new user code.";

/** Refused device authorization requests, and token requests with a device code. */
export const deviceRefusals = {
  missing_device_code: {
    error: InvalidRequestError,
    description: "The parameter device_code is missing.",
    rule: "device_code is required (RFC 8628 section 3.4)",
    meaning: "The token request has no device_code.",
    fix: "Send the device_code from the response of the device authorization endpoint.",
  },
  malformed_device_code: {
    error: InvalidGrantError,
    description: invalidCredential["device code"],
    rule: "The device code was issued by this server (RFC 8628 section 3.5)",
    meaning: "The value is not a device code of this server. It may be the user code, cut off, or from another server.",
    fix: "Send the device_code, not the user_code, unchanged.",
  },
  unknown_device_code: {
    error: InvalidGrantError,
    description: invalidCredential["device code"],
    rule: "The device code was issued by this server (RFC 8628 section 3.5)",
    meaning:
      "The device code is not in the database: it expired long ago, its client was deleted, or the user revoked the consent.",
    fix: again,
  },
  device_code_used: {
    error: InvalidGrantError,
    description: invalidCredential["device code"],
    rule: "A device code can be redeemed once (RFC 8628 section 3.5)",
    meaning: "The device sent the token request again after it had received its tokens. These tokens stay valid.",
    fix: "Stop polling after the first successful response. If that response was lost, request a new device code.",
  },
  device_pending: {
    error: AuthorizationPendingError,
    description: "The user has not answered yet.",
    rule: "The device waits until the user has answered (RFC 8628 section 3.5)",
    meaning: "The user has not answered yet. This is the normal response while the device waits.",
    fix: "Poll again after the interval.",
  },
  device_slow_down: {
    error: SlowDownError,
    description: "The device polls too often. Add five seconds to the interval.",
    rule: "The device waits for the interval between two token requests (RFC 8628 section 3.5)",
    meaning: "The device polled too soon, so its interval grew by five seconds.",
    fix: "Add five seconds to the interval at each slow_down.",
  },
  device_code_expired: {
    error: ExpiredTokenError,
    description: "The device code has expired.",
    rule: "A device code expires after a few minutes (RFC 8628 section 3.5)",
    meaning: "The user did not answer in time.",
    fix: again,
  },
  device_denied: {
    error: AccessDeniedError,
    description: "The user denied access.",
    rule: "Only the user can allow access (RFC 8628 section 3.5)",
    meaning: "The user denied access.",
    fix: `This is not an error. ${again}`,
  },
  user_codes: {
    error: TemporarilyUnavailableError,
    description: "Too many devices are waiting. Try again in a moment.",
    rule: "Each waiting device has its own user code (RFC 8628 section 6.1)",
    meaning: "The server found no free user code, because very many devices are waiting.",
    fix: "Try again. If the error persists, find out which client requests so many device codes.",
  },
} satisfies Readonly<Record<string, OAuthRow>>;
