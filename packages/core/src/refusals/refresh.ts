import { InvalidGrantError, InvalidRequestError } from "../errors.ts";
import { invalidCredential } from "./credentials.ts";
import { type OAuthRow, textOf } from "./row.ts";

const restart = "Let the user sign in again from the client.";

/** Refused refresh tokens. */
export const refreshRefusals = {
  missing_refresh_token: {
    error: InvalidRequestError,
    description: "The parameter refresh_token is missing.",
    rule: "refresh_token is required (RFC 6749 section 6)",
    meaning: "The token request has no refresh_token.",
    fix: "Store the refresh token of the last token response and send it.",
  },
  malformed_refresh_token: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "The refresh token was issued by this server (RFC 6749 section 5.2)",
    meaning: "The value is not a refresh token of this server: it is from another server, cut off, or an access token.",
    fix: "Store and send the refresh token unchanged.",
  },
  unknown_refresh_token: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "The refresh token was issued by this server (RFC 6749 section 5.2)",
    meaning:
      "The grant is not in the database: it expired long ago, was deleted with its client, or is from another database.",
    fix: restart,
  },
  grant_revoked: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "A revoked grant stays revoked (RFC 7009 section 2.1)",
    meaning: "The grant was revoked.",
    fix: ({ registered }) =>
      `Reason of the revocation: ${textOf(registered["revoked_because"]) ?? "unknown"}. ${restart}`,
  },
  grant_expired: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "A grant has a maximum lifetime, however often it is refreshed (OAuth 2.1 section 4.3.1)",
    meaning: "The maximum lifetime of the grant is over.",
    fix: restart,
  },
  refresh_token_expired: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "An unused refresh token expires (OAuth 2.1 section 4.3.1)",
    meaning: "The client did not use the refresh token for too long.",
    fix: restart,
  },
  refresh_token_reused: {
    error: InvalidGrantError,
    description: invalidCredential["refresh token"],
    rule: "Reuse of a replaced refresh token revokes its grant (OAuth 2.1 section 4.3.1; RFC 9700 section 4.14.2)",
    meaning: "The refresh token was replaced before. It was copied, or the client lost the response with the new one.",
    fix: ({ received, registered }) =>
      `The last rotation was ${textOf(received["seconds_since_last_rotation"]) ?? "?"} seconds ago; a retry with the same token works for ${textOf(registered["replay_window_seconds"]) ?? "?"} seconds. Store each new refresh token before you use it, and refresh from one process only. For a client that loses responses, set refreshReplay to until_successor_used. ${restart}`,
  },
} satisfies Readonly<Record<string, OAuthRow>>;
