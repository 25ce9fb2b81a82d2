import { type Explanations, listed, said } from "./explanation.ts";

const clock = "Look at the clock of the client: it must be right to half a minute.";

/** Who the client is, and how it proves it. */
export const clientAuthExplanations: Explanations = {
  missing_client_id: {
    rule: "client_id is required (RFC 6749 section 4.1.1)",
    meaning: "The request does not say which client sends it.",
    fix: "Send client_id.",
  },
  unknown_client: {
    rule: "The client must be registered here (RFC 6749 sections 2.2 and 5.2)",
    meaning:
      "No client has this id: it was never registered here, was deleted, or belongs to another server or database.",
    fix: ({ received }) => fixUnknown(said(received["client_id"]) ?? "the id"),
  },
  disabled_client: {
    rule: "A client that is switched off gets nothing (RFC 6749 section 5.2)",
    meaning: "An operator switched the client off.",
    fix: "Switch it on again: clients.setActive.",
  },
  pending_client: {
    rule: "Clients that registered themselves wait for an operator here (the registration policy is ask)",
    meaning: "The client is registered, but nobody has approved it yet.",
    fix: ({ received }) =>
      `Approve ${said(received["client_id"]) ?? "the client"}: registrations.approve by RPC, clients approve on the command line.`,
  },
  no_credentials: {
    rule: "Every request of a client names it (OAuth 2.1 sections 2.4 and 3.2.2)",
    meaning: "There is neither client_id in the body nor an Authorization header that names a client.",
    fix: "Public clients send client_id in the body; confidential ones authenticate as they registered.",
  },
  malformed_basic: {
    rule: "Basic holds id and secret, each form-encoded, joined by a colon, in base64 (RFC 6749 section 2.3.1; RFC 7617 section 2)",
    meaning: "The Authorization header cannot be taken apart.",
    fix: "Encode id and secret, join them with one colon, then encode to base64 with padding.",
  },
  two_authorization_headers: {
    rule: "One Authorization header (RFC 9110 section 5.3)",
    meaning: "Two headers came along, perhaps one from a proxy.",
    fix: "Send one, and see that proxies add none.",
  },
  two_methods: {
    rule: "A client uses one authentication method in a request (RFC 6749 section 2.3)",
    meaning: "The same request authenticates in more than one way, mostly by header and body at once.",
    fix: "Leave one out: with an Authorization header send no client_secret in the body.",
  },
  two_client_ids: {
    rule: "client_id in the body must be that of the authenticated client (RFC 6749 section 3.2.1)",
    meaning: "Body and credentials name different clients.",
    fix: ({ received }) => `Use one of them everywhere: ${said(received["client_id"]) ?? "see the request"}.`,
  },
  other_method: {
    rule: "A client authenticates with the method that it registered (RFC 7591 section 2; OAuth 2.1 section 2.4)",
    meaning: "The credentials came in another way than the registration says, and were not looked at.",
    fix: ({ received, registered }) => {
      const known = listed(registered["token_endpoint_auth_method"]).join(" or ");
      return `Use ${known}, as registered, instead of ${said(received["token_endpoint_auth_method"]) ?? "another method"}; or register the client anew with the method that it uses.`;
    },
  },
  missing_secret: {
    rule: "A confidential client sends its secret (RFC 6749 section 2.3.1)",
    meaning: "The client is registered with a secret but sent none, or an empty one.",
    fix: "Give the client its secret, or register it as a public client if it cannot keep one.",
  },
  wrong_secret: {
    rule: "The secret must be the client's (RFC 6749 section 2.3.1)",
    meaning: "The client is known, but its secret is another: mistyped, cut off, or of an earlier registration.",
    fix: "Copy the secret again; if it is lost, register the client anew: only a hash of it is kept.",
  },
  public_client: {
    rule: "Only clients with a proof of who they are may introspect tokens (RFC 7662 section 2.1)",
    meaning: "The caller is a public client.",
    fix: "Register the resource server as a confidential client, with its resource as the default.",
  },
  malformed_assertion: {
    rule: "A client assertion is a JWT with sub, sent as jwt-bearer (RFC 7523 section 2.2)",
    meaning: "The assertion cannot be read, or client_assertion_type is another.",
    fix: "Send client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer with a signed JWT.",
  },
  bad_assertion: {
    rule: "A client assertion is signed with a registered key and has iss, sub, aud, exp and jti (RFC 7523 section 3)",
    meaning: "No key of the client fits the signature, its keys cannot be fetched, or a claim is missing.",
    fix: "See that the key is in jwks or at jwks_uri under the same kid, that the algorithm fits the key, and that no claim is missing.",
  },
  assertion_of_another: {
    rule: "iss and sub of a client assertion are the client id (RFC 7523 section 3)",
    meaning: "The assertion speaks of another client.",
    fix: "Set both to the client_id.",
  },
  assertion_audience: {
    rule: "aud of a client assertion is this server's issuer, alone (RFC 7523 section 3)",
    meaning: "The assertion is meant for another server.",
    fix: "Set aud to the issuer as the metadata states it, as one text.",
  },
  assertion_expiry: {
    rule: "A client assertion is short-lived: at most an hour (RFC 7523 section 3)",
    meaning: "It has expired, or is good for too long.",
    fix: `Make a new one for each request, good for a minute. ${clock}`,
  },
  assertion_from_the_future: {
    rule: "A client assertion was issued before it is used (RFC 7523 section 3)",
    meaning: "Its iat or nbf has not come yet.",
    fix: clock,
  },
  replayed_assertion: {
    rule: "A client assertion is used once (RFC 7523 section 3)",
    meaning: "The same jti was seen before.",
    fix: "Make a new assertion with a fresh jti for each request, also when a request is repeated.",
  },
};

function fixUnknown(id: string): string {
  if (!/^https?:/i.test(id)) {
    return `Look for ${id} with: sallyport clients list. If it is not there, make the application forget its registration and connect anew.`;
  }
  return `The document at ${id} cannot be a client here: clients with documents are switched off, its host is not among the allowed ones, or the address is not https, normal, with a path and on a public host.`;
}
