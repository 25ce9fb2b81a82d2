import { InvalidClientError, InvalidRequestError } from "../errors.ts";
import { failedAuthentication } from "./credentials.ts";
import { listOf, type OAuthRow, textOf } from "./row.ts";

const clock = "Check the clock of the client: it may be wrong by at most half a minute.";

/** At the authorization endpoint the client only names itself; elsewhere it authenticates. */
const describeUnknown = ({ isAuthenticating }: { isAuthenticating: boolean }): string =>
  isAuthenticating ? failedAuthentication : "The client is not registered here.";

/** Refused client identification and authentication. */
export const clientAuthRefusals = {
  missing_client_id: {
    error: InvalidRequestError,
    description: "The parameter client_id is missing.",
    rule: "client_id is required (RFC 6749 section 4.1.1)",
    meaning: "The authorization request has no client_id.",
    fix: "Send client_id.",
  },
  unknown_client: {
    error: InvalidClientError,
    description: describeUnknown,
    rule: "The client is registered (RFC 6749 sections 2.2 and 5.2)",
    meaning:
      "No client has this client_id: it was never registered, was deleted, or belongs to another server or database.",
    fix: ({ received }) => fixUnknown(textOf(received["client_id"]) ?? "the client_id"),
  },
  disabled_client: {
    error: InvalidClientError,
    description: describeUnknown,
    rule: "A disabled client gets no tokens (RFC 6749 section 5.2)",
    meaning: "An administrator disabled the client.",
    fix: ({ received }) => `Enable it: \`sallyport clients enable ${textOf(received["client_id"]) ?? "<client_id>"}\`.`,
  },
  pending_client: {
    error: InvalidClientError,
    description: describeUnknown,
    rule: "A client that registered itself waits for approval (the registration policy is ask)",
    meaning: "The client is registered, but not approved yet.",
    fix: ({ received }) =>
      `Approve it: \`sallyport clients approve ${textOf(received["client_id"]) ?? "<client_id>"}\`, or registrations.approve over RPC.`,
  },
  no_credentials: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "Every request identifies its client (OAuth 2.1 sections 2.4 and 3.2.2)",
    meaning: "The request has neither a client_id in the body nor an Authorization header that identifies a client.",
    fix: "A public client sends client_id in the body. A confidential client authenticates with its registered method.",
  },
  malformed_basic: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "Basic credentials are client_id and secret, each form-encoded, joined by a colon, in base64 (RFC 6749 section 2.3.1; RFC 7617 section 2)",
    meaning: "The Authorization header cannot be decoded.",
    fix: "Form-encode client_id and secret, join them with a colon, then encode the result in base64 with padding.",
  },
  two_authorization_headers: {
    error: InvalidRequestError,
    description: "The request has more than one Authorization header.",
    rule: "A request has one Authorization header (RFC 9110 section 5.3)",
    meaning: "The request has two Authorization headers. A proxy may have added one.",
    fix: "Send one Authorization header, and check that no proxy adds another.",
  },
  two_methods: {
    error: InvalidRequestError,
    description: "The request uses more than one client authentication method.",
    rule: "A request uses one client authentication method (RFC 6749 section 2.3)",
    meaning: "The request authenticates the client in more than one way, usually in the header and in the body.",
    fix: "Use one method: with an Authorization header, send no client_secret in the body.",
  },
  two_client_ids: {
    error: InvalidRequestError,
    description: "The client_id differs from the authenticated client.",
    rule: "client_id in the body is that of the authenticated client (RFC 6749 section 3.2.1)",
    meaning: "The body and the credentials name different clients.",
    fix: ({ received }) => `Use one client_id in both: ${textOf(received["client_id"]) ?? "see the request"}.`,
  },
  other_method: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client authenticates with its registered method (RFC 7591 section 2; OAuth 2.1 section 2.4)",
    meaning: "The client used another authentication method than it registered. The credentials were not checked.",
    fix: ({ received, registered }) => {
      const known = listOf(registered["token_endpoint_auth_method"]).join(" or ");
      return `Use ${known}, as registered, instead of ${textOf(received["token_endpoint_auth_method"]) ?? "another method"}. Or register the client again with the method that it uses.`;
    },
  },
  missing_secret: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A confidential client sends its secret (RFC 6749 section 2.3.1)",
    meaning: "The client is registered with a secret, but the request has none or an empty one.",
    fix: "Configure the secret in the client. Register a client that cannot keep a secret as a public client.",
  },
  wrong_secret: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "The secret is that of the client (RFC 6749 section 2.3.1)",
    meaning: "The client exists, but the secret is wrong: mistyped, cut off, or from an earlier registration.",
    fix: "Copy the secret again. If it is lost, create a new one with `sallyport clients rotate-secret <client_id>`: the server stores only a hash.",
  },
  public_client: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "Only authenticated clients may introspect tokens (RFC 7662 section 2.1)",
    meaning: "The client is a public client.",
    fix: "Register the resource server as a confidential client, with its resource as the default resource.",
  },
  malformed_assertion: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client assertion is a JWT with sub, sent as jwt-bearer (RFC 7523 section 2.2)",
    meaning: "The client assertion cannot be read, or client_assertion_type is wrong.",
    fix: "Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer with a signed JWT.",
  },
  bad_assertion: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client assertion is signed with a registered key and has iss, sub, aud, exp and jti (RFC 7523 section 3)",
    meaning: "No key of the client matches the signature, the keys cannot be fetched, or a claim is missing.",
    fix: "Check that the key is in jwks or at jwks_uri with the same kid, that the algorithm matches the key, and that no claim is missing.",
  },
  assertion_of_another: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "iss and sub of a client assertion are the client_id (RFC 7523 section 3)",
    meaning: "The client assertion names another client.",
    fix: "Set iss and sub to the client_id.",
  },
  assertion_audience: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "aud of a client assertion is only the issuer of this server (RFC 7523 section 3)",
    meaning: "The client assertion is for another server.",
    fix: "Set aud to the issuer of the metadata, as one string.",
  },
  assertion_expiry: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client assertion is valid for at most an hour (RFC 7523 section 3)",
    meaning: "The client assertion has expired, or is valid for too long.",
    fix: `Create a new assertion for each request, valid for a minute. ${clock}`,
  },
  assertion_from_the_future: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client assertion is not used before its iat and nbf (RFC 7523 section 3)",
    meaning: "The iat or nbf of the client assertion is in the future.",
    fix: clock,
  },
  replayed_assertion: {
    error: InvalidClientError,
    description: failedAuthentication,
    rule: "A client assertion is used once (RFC 7523 section 3)",
    meaning: "A client assertion with the same jti was used before.",
    fix: "Create a new assertion with a new jti for each request, also when you retry a request.",
  },
} satisfies Readonly<Record<string, OAuthRow>>;

function fixUnknown(id: string): string {
  if (!/^https?:/i.test(id)) {
    return `Search for ${id} with \`sallyport clients list\`. If it is not listed, remove the stored registration from the application and connect again.`;
  }
  return `The document at ${id} cannot be used as a client: metadata documents are disabled, its host is not allowed, or the address is not a normalized https URL with a path and a public host.`;
}
