import { InsufficientScopeError, InvalidRequestError, InvalidTokenError, UnauthorizedClientError } from "../errors.ts";
import { type OAuthRow, textOf } from "./row.ts";

const invalidToken = "The access token is invalid, expired, revoked or not for this endpoint.";

/** Refused requests to the user-info, introspection and revocation endpoints. */
export const tokenUseRefusals = {
  missing_token: {
    error: InvalidRequestError,
    description: "The parameter token is missing.",
    rule: "token is required (RFC 7009 section 2.1; RFC 7662 section 2.1)",
    meaning: "The request has no token.",
    fix: "Send token in the request body.",
  },
  no_resource_server: {
    error: UnauthorizedClientError,
    description: "The revocation feed is for resource servers.",
    rule: "The revocation feed is for resource servers (a rule of this server)",
    meaning: "The client did not authenticate, or was not created for a resource.",
    fix: "Create a confidential client with the address of the MCP server, and authenticate as that client.",
  },
  cursor: {
    error: InvalidRequestError,
    description: "The parameter after must be a cursor of an earlier response.",
    rule: "after is the cursor of an earlier response of the revocation feed (a rule of this server)",
    meaning: "The value of after is not a cursor of this server.",
    fix: "Send the cursor unchanged, or leave after out to read from the start.",
  },
  no_token: {
    error: InvalidTokenError,
    description: "An access token is required.",
    rule: "The endpoint requires an access token (RFC 6750 section 2.1)",
    meaning: "The request has no Authorization header with a bearer token.",
    fix: "Send the header Authorization: Bearer, a space, and the access token.",
  },
  token_place: {
    error: InvalidRequestError,
    description: "The access token must be sent once, in the Authorization header.",
    rule: "An access token is sent once, in the Authorization header (RFC 6750 section 2; OAuth 2.1 section 5.2)",
    meaning: "The access token is in the query or the body, where logs and histories record it, or is sent twice.",
    fix: "Send the token only in the Authorization header. Revoke a token that was part of an address.",
  },
  dead_token: {
    error: InvalidTokenError,
    description: invalidToken,
    rule: "An access token is active (RFC 6750 section 3.1)",
    meaning: "The access token is expired, revoked or not from this server, or its user or client was disabled.",
    fix: "Refresh the token. If that fails too, start a new authorization.",
  },
  other_audience: {
    error: InvalidTokenError,
    description: invalidToken,
    rule: "An access token is used only at its audience (RFC 9068 section 4; RFC 8707 section 2)",
    meaning: "The access token is for a resource, not for the user-info endpoint.",
    fix: ({ received }) =>
      `The audience of the token is ${textOf(received["aud"]) ?? "another one"}. To read claims, request openid without resource, or read them from the ID token.`,
  },
  openid_missing: {
    error: InsufficientScopeError,
    description: "The access token does not have the scope openid.",
    rule: "The user-info endpoint requires the scope openid (OpenID Connect Core section 5.3)",
    meaning: "The access token was issued without the scope openid.",
    fix: ({ received }) =>
      `Request openid in the authorization request. The token has: ${textOf(received["scope"]) ?? "no scope"}.`,
  },
} satisfies Readonly<Record<string, OAuthRow>>;
