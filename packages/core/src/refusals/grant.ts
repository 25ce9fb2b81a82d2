import {
  InvalidGrantError,
  InvalidRequestError,
  InvalidScopeError,
  InvalidTargetError,
  UnauthorizedClientError,
  UnsupportedGrantTypeError,
} from "../errors.ts";
import { invalidCredential } from "./credentials.ts";
import { listOf, type OAuthRow, type Seen, textOf } from "./row.ts";

const restart = "Let the user sign in again from the client.";
const revokedGrant = "The grant is no longer valid.";

/** Refused token requests. */
export const grantRefusals = {
  missing_grant_type: {
    error: InvalidRequestError,
    description: "The parameter grant_type is missing.",
    rule: "grant_type is required (RFC 6749 section 4)",
    meaning: "The token request has no grant_type.",
    fix: "Send grant_type as a form parameter in the body.",
  },
  unsupported_grant_type: {
    error: UnsupportedGrantTypeError,
    description: "The grant_type is not supported.",
    rule: "The server supports the grant type (RFC 6749 section 5.2)",
    meaning: "The server does not support this grant type.",
    fix: ({ received, registered }) =>
      `Use one of: ${textOf(registered["grant_types"]) ?? ""}. Received: ${textOf(received["grant_type"]) ?? "another grant type"}.`,
  },
  unregistered_grant_type: {
    error: UnauthorizedClientError,
    description: "The client is not registered for this grant type.",
    rule: "A client uses only its registered grant types (RFC 7591 section 2; RFC 6749 section 5.2)",
    meaning: "The server supports the grant type, but the client is not registered for it.",
    fix: ({ received, registered }) =>
      `Add ${textOf(received["grant_type"]) ?? "it"} to the grant_types of the client. Registered: ${textOf(registered["grant_types"]) ?? "none"}.`,
  },
  unproven_client: {
    error: UnauthorizedClientError,
    description: "Only authenticated clients may use this grant type.",
    rule: "client_credentials is for confidential clients (RFC 6749 section 4.4; OAuth 2.1 section 4.2)",
    meaning: "The client sent its client_id, but did not authenticate.",
    fix: "Authenticate with the client secret or a signed client assertion.",
  },
  not_entrusted: {
    error: UnauthorizedClientError,
    description: "No scopes are assigned to this client.",
    rule: "An administrator assigns the scopes that a client may use without a user (RFC 6749 section 4.4)",
    meaning: "The client registered itself, and no administrator has assigned scopes to it.",
    fix: "Create a client with the scopes that it needs, or assign scopes to this one.",
  },
  personal_scope: {
    error: InvalidScopeError,
    description: "A request without a user cannot have scopes about a user.",
    rule: "A token without a user has no scopes about a user (RFC 6749 section 4.4.3; OpenID Connect Core section 3.1.2.1)",
    meaning: "The client_credentials request has scopes that only a user can grant.",
    fix: ({ received }) =>
      `Leave out: ${textOf(received["scope"]) ?? "openid, offline_access"}. A client without a user needs no refresh token: it requests a new access token.`,
  },
  no_resource: {
    error: InvalidTargetError,
    description: "No resource is registered.",
    rule: "An access token is for a resource (RFC 9068 section 2.2; RFC 8707 section 2)",
    meaning: "No resource is registered, so the token would have no audience.",
    fix: "Register the MCP server: `sallyport resources create --uri <uri>`. Or create the client with the address of the MCP server.",
  },
  missing_code: {
    error: InvalidRequestError,
    description: "The parameter code is missing.",
    rule: "code is required (RFC 6749 section 4.1.3)",
    meaning: "The token request has no code. The client may have ignored an error in the redirect.",
    fix: "Check the error parameter of the redirect first.",
  },
  malformed_code: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "The authorization code was issued by this server (RFC 6749 section 5.2)",
    meaning: "The value is not an authorization code of this server, or was changed on the way.",
    fix: "Read the code from the redirect and URL-decode it once. Compare iss to find out whether it comes from another server (RFC 9207 section 2.4).",
  },
  unknown_code: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "The authorization code was issued by this server (RFC 6749 section 5.2)",
    meaning: "The authorization code is not in the database: it expired long ago, or is from another database.",
    fix: restart,
  },
  other_client: {
    error: InvalidGrantError,
    description: ({ credential }: { credential: keyof typeof invalidCredential }) => invalidCredential[credential],
    rule: "Only the client that a code or token was issued to may use it (RFC 6749 sections 4.1.3 and 6)",
    meaning: "Another client than the one it was issued to sent the code or token.",
    fix: ({ received, registered }) =>
      `It was issued to ${textOf(registered["client_id"]) ?? "another client"}, but ${textOf(received["client_id"]) ?? "this client"} sent it. A client that registers at every start has to store its tokens together with its registration.`,
  },
  missing_code_verifier: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "code_verifier is required (RFC 7636 section 4.5)",
    meaning: "The authorization request had a code_challenge, but the token request has no code_verifier.",
    fix: "Store the verifier before the redirect, and send it as code_verifier.",
  },
  wrong_code_verifier: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "The hash of code_verifier is the code_challenge; the verifier has 43 to 128 characters (RFC 7636 sections 4.1 and 4.6)",
    meaning: "The code_verifier does not match the code_challenge.",
    fix: fixVerifier,
  },
  code_expired: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "Authorization codes are short-lived (RFC 6749 section 4.1.2)",
    meaning: "The authorization code had expired when the client redeemed it.",
    fix: ({ received, registered }) =>
      `Redeem the code at once: it was ${textOf(received["age_seconds"]) ?? "?"} seconds old and expires after ${textOf(registered["lifetime_seconds"]) ?? "60"} seconds, also when a user copies it by hand. ${restart}`,
  },
  code_gone: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "An authorization code works once, while its consent is valid (RFC 6749 section 4.1.2)",
    meaning: "The client or the consent of the code was deleted while the code was being redeemed.",
    fix: restart,
  },
  code_replayed: {
    error: InvalidGrantError,
    description: invalidCredential["authorization code"],
    rule: "An authorization code works once; a second use revokes its tokens (RFC 6749 sections 4.1.2 and 10.5)",
    meaning: "The code was redeemed before. It may be stolen, so the tokens of the first use were revoked.",
    fix: `Check in the timeline who redeemed it first. Usually the client redeems it twice: a page loads twice, or a retry ignores the first response. ${restart}`,
  },
  other_resource: {
    error: InvalidTargetError,
    description: "The grant does not include this resource.",
    rule: "resource in a token request is one of the granted resources (RFC 8707 section 2.2)",
    meaning: "The user allowed access to other resources than the requested one.",
    fix: ({ received, registered }) =>
      `Granted: ${listOf(registered["resources"]).join(" ")}. Send one of these or leave resource out. To use ${textOf(received["resource"]) ?? "another"}, send it in a new authorization request.`,
  },
  parties_changed: {
    error: InvalidGrantError,
    description: revokedGrant,
    rule: "The client and the user of a grant are active and unchanged (RFC 6749 section 5.2)",
    meaning:
      "The client was disabled or deleted, the user was disabled, or the user changed the password or signed out everywhere.",
    fix: restart,
  },
  scopes_withdrawn: {
    error: InvalidGrantError,
    description: revokedGrant,
    rule: "A grant gives only scopes that are still allowed (RFC 6749 section 3.3)",
    meaning: "None of the granted scopes still exists and is allowed for this client and user.",
    fix: ({ received }) =>
      `Restore one of ${textOf(received["scope"]) ?? "the scopes"}, or start a new authorization with other scopes.`,
  },
  scope_widened: {
    error: InvalidScopeError,
    description: "The scope exceeds the granted scope.",
    rule: "A token request cannot widen the granted scope (RFC 6749 section 6)",
    meaning: "The client requested scopes that the user did not allow.",
    fix: ({ received, registered }) => {
      const granted = listOf(registered["scopes"]);
      const beyond = listOf(received["scope"]).filter((name) => !granted.includes(name));
      return `Granted: ${granted.join(" ")}. Leave scope out when you refresh. To get ${beyond.join(" ") || "others"}, start a new authorization request.`;
    },
  },
} satisfies Readonly<Record<string, OAuthRow>>;

function fixVerifier({ received }: Seen): string {
  const length = Number(textOf(received["code_verifier_length"]) ?? "43");
  if (length < 43 || length > 128)
    return `The verifier has ${length} characters. Create it from 32 random bytes in base64url, which gives 43.`;
  return "Two flows at once often overwrite each other's verifier: store it by state. Otherwise the challenge is wrong: it is BASE64URL(SHA256(code_verifier)), over the text of the verifier.";
}
