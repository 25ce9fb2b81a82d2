import { type Explanations, said } from "./explanation.ts";

/** Using tokens at this server. */
export const tokenUseExplanations: Explanations = {
  missing_token: {
    rule: "token is required (RFC 7009 section 2.1; RFC 7662 section 2.1)",
    meaning: "The request does not say which token it is about.",
    fix: "Send token in the body.",
  },
  no_resource_server: {
    rule: "The revocation feed is for resource servers (a rule of this server)",
    meaning: "The client did not prove itself, or was not made for a resource.",
    fix: "Let an operator make a confidential client with the address of the MCP server, and authenticate as that.",
  },
  cursor: {
    rule: "after is the cursor of an earlier answer of the revocation feed (a rule of this server)",
    meaning: "The text is no cursor of this server.",
    fix: "Send the cursor as it came, or leave after out and begin anew.",
  },
  no_token: {
    rule: "The endpoint needs an access token (RFC 6750 section 2.1)",
    meaning: "There is no Authorization header with a bearer token.",
    fix: "Send Authorization: Bearer, a blank, and the access token.",
  },
  token_place: {
    rule: "An access token comes in the Authorization header, once (RFC 6750 section 2; OAuth 2.1 section 5.2)",
    meaning: "The token came in the query or the body, where logs and histories see it, or more than once.",
    fix: "Send it in the header only. A token that was in an address should be revoked.",
  },
  dead_token: {
    rule: "An access token must be alive (RFC 6750 section 3.1)",
    meaning: "The token is expired, revoked, not of this server, or its person or client was switched off.",
    fix: "Refresh the token; if that fails too, begin a new flow.",
  },
  other_audience: {
    rule: "A token is used only where its aud says (RFC 9068 section 4; RFC 8707 section 2)",
    meaning: "The token is for a resource, not for the user-info endpoint.",
    fix: ({ received }) =>
      `It is for ${said(received["aud"]) ?? "another audience"}. To read claims, ask for openid without resource, or take them from the ID token.`,
  },
  openid_missing: {
    rule: "The user-info endpoint needs the openid scope (OpenID Connect Core section 5.3)",
    meaning: "The token was issued without openid.",
    fix: ({ received }) =>
      `Ask for openid in the authorization request; the token has: ${said(received["scope"]) ?? "no scope"}.`,
  },
};
