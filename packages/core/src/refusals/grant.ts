import { type Explanations, listed, said, type Seen } from "./explanation.ts";

const newFlow = "The client has to send the person through sign-in again.";

const otherClient = ({ received, registered }: Seen): string =>
  `It was issued to ${said(registered["client_id"]) ?? "another client"}, but ${said(received["client_id"]) ?? "this client"} sent it: clients that register at every start must keep tokens and registration together.`;

/** Buying tokens. */
export const grantExplanations: Explanations = {
  missing_grant_type: {
    rule: "grant_type is required (RFC 6749 section 4)",
    meaning: "The token request does not say with what it buys.",
    fix: "Send grant_type, in the body, as a form.",
  },
  unsupported_grant_type: {
    rule: "The grant type must exist here (RFC 6749 section 5.2)",
    meaning: "This server does not have the grant type.",
    fix: ({ received, registered }) =>
      `Use one of: ${said(registered["grant_types"]) ?? ""}; ${said(received["grant_type"]) ?? "another"} was sent.`,
  },
  unregistered_grant_type: {
    rule: "A client uses only the grant types of its registration (RFC 7591 section 2; RFC 6749 section 5.2)",
    meaning: "The grant type exists, but the client did not register for it.",
    fix: ({ received, registered }) =>
      `Register the client with ${said(received["grant_type"]) ?? "it"} in grant_types too; it has: ${said(registered["grant_types"]) ?? "none"}.`,
  },
  unproven_client: {
    rule: "Only confidential clients ask for themselves (RFC 6749 section 4.4; OAuth 2.1 section 4.2)",
    meaning: "The client sent its name, but nothing that proves it.",
    fix: "Send the secret or the signed assertion with this request too.",
  },
  not_entrusted: {
    rule: "What a client may do without a person is given to it by an operator (RFC 6749 section 4.4)",
    meaning: "The client describes itself, and no operator has given it scopes.",
    fix: "Let an operator make a client for it, with the scopes that it needs.",
  },
  personal_scope: {
    rule: "A token without a person has no scopes about one (RFC 6749 section 4.4.3; OpenID Connect Core section 3.1.2.1)",
    meaning: "The client asks for itself, and for what only a person can give.",
    fix: ({ received }) =>
      `Leave out: ${said(received["scope"]) ?? "openid, offline_access"}. A client that needs no person needs no refresh token: it asks again.`,
  },
  no_resource: {
    rule: "An access token is for a resource (RFC 9068 section 2.2; RFC 8707 section 2)",
    meaning: "No resource is registered, so there is nothing that the token could open.",
    fix: "Register the MCP server as a resource, or make the client with its address.",
  },
  missing_code: {
    rule: "code is required (RFC 6749 section 4.1.3)",
    meaning: "The token request has no code. The client perhaps went on although the redirect brought an error.",
    fix: "Look at the error parameter of the redirect first.",
  },
  malformed_code: {
    rule: "The code must be one that was issued here (RFC 6749 section 5.2)",
    meaning: "The text is no code of this server, or was changed on its way.",
    fix: "Take the code from the redirect as it is, decoded once. Did it come from another server? Compare iss (RFC 9207 section 2.4).",
  },
  unknown_code: {
    rule: "The code must be one that was issued here (RFC 6749 section 5.2)",
    meaning: "The code has the right form, but is not in the database: it is old, or from another database.",
    fix: newFlow,
  },
  other_client: {
    rule: "A code or token works only for the client that it was issued to (RFC 6749 sections 4.1.3 and 6)",
    meaning: "Another client than the one that asked came with it.",
    fix: otherClient,
  },
  missing_code_verifier: {
    rule: "code_verifier is required (RFC 7636 section 4.5)",
    meaning: "The authorization request had a challenge, the token request has no verifier.",
    fix: "Keep the verifier from before the redirect, and send it as code_verifier.",
  },
  wrong_code_verifier: {
    rule: "code_verifier must hash to the code_challenge, and has 43 to 128 characters (RFC 7636 sections 4.1 and 4.6)",
    meaning: "The verifier is not the one that the challenge was made from.",
    fix: fixVerifier,
  },
  code_expired: {
    rule: "A code lives shortly (RFC 6749 section 4.1.2)",
    meaning: "The code was redeemed too late.",
    fix: ({ received, registered }) =>
      `Redeem the code at once: it was ${said(received["age_seconds"]) ?? "?"} seconds old, and lives ${said(registered["lifetime_seconds"]) ?? "60"}. A person who copies it by hand has to be that quick too. ${newFlow}`,
  },
  code_gone: {
    rule: "A code works once, while its consent stands (RFC 6749 section 4.1.2)",
    meaning: "The code went away while it was being redeemed, with its client or its consent.",
    fix: newFlow,
  },
  code_replayed: {
    rule: "A code works once; its second use ends what the first one bought (RFC 6749 sections 4.1.2 and 10.5)",
    meaning: "The code was redeemed before, so its tokens were revoked: somebody may have stolen it.",
    fix: `See in the timeline who redeemed it first. Mostly the client redeems twice: a page that loads twice, or a retry without looking at the first answer. ${newFlow}`,
  },
  other_resource: {
    rule: "resource in a token request must be among those of the grant (RFC 8707 section 2.2)",
    meaning: "The person allowed other resources than the one that is asked for now.",
    fix: ({ received, registered }) =>
      `Granted for: ${listed(registered["resources"]).join(" ")}. Send one of these or leave resource out; for ${said(received["resource"]) ?? "another"} begin a flow with that resource in the authorization request.`,
  },
  parties_changed: {
    rule: "Client and person must still be who they were (RFC 6749 section 5.2)",
    meaning:
      "The client was switched off or removed, the person disabled, or they changed their password or signed out everywhere.",
    fix: newFlow,
  },
  scopes_withdrawn: {
    rule: "A grant gives only scopes that client and person may still have (RFC 6749 section 3.3)",
    meaning: "None of the granted scopes exists any more, or is allowed to this client or person.",
    fix: ({ received }) => `Bring back one of ${said(received["scope"]) ?? "the scopes"}, or begin a flow with others.`,
  },
  missing_refresh_token: {
    rule: "refresh_token is required (RFC 6749 section 6)",
    meaning: "The client refreshes without a token.",
    fix: "Keep the refresh token of the last answer.",
  },
  malformed_refresh_token: {
    rule: "The refresh token must be one that was issued here (RFC 6749 section 5.2)",
    meaning: "The text is no refresh token of this server: of another server, cut off, or an access token.",
    fix: "Keep the refresh token as it came.",
  },
  unknown_refresh_token: {
    rule: "The refresh token must be one that was issued here (RFC 6749 section 5.2)",
    meaning: "Its grant is not in the database: expired long ago, deleted with its client, or from another database.",
    fix: newFlow,
  },
  grant_revoked: {
    rule: "A revoked grant stays revoked (RFC 7009 section 2.1)",
    meaning: "The grant was ended.",
    fix: ({ registered }) => `It was ended by: ${said(registered["revoked_because"]) ?? "somebody"}. ${newFlow}`,
  },
  grant_expired: {
    rule: "A grant ends some day, however often it is refreshed (OAuth 2.1 section 4.3.1)",
    meaning: "The longest time that a grant may last is over.",
    fix: newFlow,
  },
  refresh_token_expired: {
    rule: "A refresh token that is not used expires (OAuth 2.1 section 4.3.1)",
    meaning: "The client was away for too long.",
    fix: newFlow,
  },
  refresh_token_reused: {
    rule: "A replaced refresh token must not come again; its grant is ended (OAuth 2.1 section 4.3.1; RFC 9700 section 4.14.2)",
    meaning: "The token was replaced before and came again too late: it was copied, or the client lost the answer.",
    fix: ({ received, registered }) =>
      `The last rotation was ${said(received["seconds_since_last_rotation"]) ?? "?"} seconds ago; the same token is answered again for ${said(registered["replay_window_seconds"]) ?? "?"} seconds. Store each new refresh token before using it, and let only one process refresh. For a client that loses answers set refreshReplay to until_successor_used. ${newFlow}`,
  },
  scope_widened: {
    rule: "Refreshing cannot widen the scope (RFC 6749 section 6)",
    meaning: "The client asks for scopes that the person did not allow.",
    fix: ({ received, registered }) => {
      const granted = listed(registered["scopes"]);
      const beyond = listed(received["scope"]).filter((name) => !granted.includes(name));
      return `Granted: ${granted.join(" ")}. Leave scope out when refreshing; for ${beyond.join(" ") || "others"} begin a new authorization request.`;
    },
  },
};

function fixVerifier({ received }: Seen): string {
  const length = Number(said(received["code_verifier_length"]) ?? "43");
  if (length < 43 || length > 128)
    return `The verifier has ${length} characters: make it from 32 random bytes in base64url, which gives 43.`;
  return "Two flows at once often overwrite each other's verifier: keep it by state. Otherwise the challenge is made wrongly: it is BASE64URL(SHA256(code_verifier)), over the text of the verifier.";
}
