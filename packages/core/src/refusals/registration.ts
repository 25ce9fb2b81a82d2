import { type Explanations, listed, said } from "./explanation.ts";

const fault = (received: Readonly<Record<string, string | readonly string[]>>): string =>
  said(received["fault"]) ?? "What was sent does not keep the rule";

/** What a client says of itself: when it registers, or in its document. */
export const registrationExplanations: Explanations = {
  malformed_json: {
    rule: "A registration is a JSON object (RFC 7591 section 3.1)",
    meaning: "The body is no JSON.",
    fix: "Send valid JSON.",
  },
  malformed_metadata: {
    rule: "Metadata has the types of RFC 7591 section 2",
    meaning: "A member has another type, is too long, or is no https address where one is wanted.",
    fix: ({ received }) => `Correct ${said(received["member"]) ?? "the member"}. null and empty texts count as absent.`,
  },
  registration_refused: {
    rule: "The server decides who may register (RFC 7591 section 3; the registration policy)",
    meaning: "The policy does not let this client in.",
    fix: ({ received, registered }) =>
      `The policy is ${said(registered["policy"]) ?? "off"}, the allowed hosts are: ${said(registered["allowed_hosts"]) ?? "none"}. Add the hosts of ${said(received["redirect_uris"]) ?? "the client"}, or register the client yourself: sallyport clients create.`,
  },
  initial_token: {
    rule: "An initial access token must be valid (RFC 7591 section 3)",
    meaning: "The token with which the client wants to register is unknown, expired or used.",
    fix: "Make a new one, or register without Authorization header where the policy allows it.",
  },
  registration_token: {
    rule: "A client manages its registration with its registration access token (RFC 7592 section 2)",
    meaning: "The token is missing, another client's, or the client is gone.",
    fix: "Send the registration_access_token of the last answer about this registration; if it is lost, register anew.",
  },
  other_client_id: {
    rule: "client_id in an update is that of the registration (RFC 7592 section 2.2)",
    meaning: "The body and the address name different clients.",
    fix: "Send the client_id that the registration has.",
  },
  auth_method_change: {
    rule: "The server may refuse a change of the registration (RFC 7592 section 2.2)",
    meaning: "The client wants to prove itself in another way than it registered with.",
    fix: "Keep token_endpoint_auth_method, or register anew with the other method.",
  },
  redirect_uris_malformed: {
    rule: "redirect_uris is a list of texts (RFC 7591 section 2)",
    meaning: "It is missing or of another type.",
    fix: "Send redirect_uris as an array with at least one URI.",
  },
  redirect_uri: {
    rule: "Redirect URIs are absolute, normal, without fragment: https, http on loopback, or a private-use scheme (RFC 6749 section 3.1.2; RFC 8252 section 7)",
    meaning: "None of the redirect URIs can be used.",
    fix: ({ received }) => `${fault(received)}. Sent were: ${listed(received["redirect_uris"]).join(" ") || "none"}.`,
  },
  response_types: {
    rule: "response_types contains code (RFC 7591 section 2; OAuth 2.1 section 4.1)",
    meaning: "The client wants only response types that OAuth 2.1 does not have.",
    fix: 'Send ["code"], or leave response_types out.',
  },
  grant_types: {
    rule: "grant_types names one that exists here (RFC 7591 section 2)",
    meaning: "The server has none of the grant types that the client wants.",
    fix: ({ registered }) => `Take some of: ${said(registered["grant_types"]) ?? ""}; or leave grant_types out.`,
  },
  auth_method: {
    rule: "token_endpoint_auth_method is one that exists here (RFC 7591 section 2)",
    meaning: "The server does not have the method.",
    fix: ({ received, registered }) =>
      `Take one of: ${said(registered["token_endpoint_auth_methods_supported"]) ?? ""}; ${said(received["token_endpoint_auth_method"]) ?? "another"} was sent.`,
  },
  client_keys: {
    rule: "A client that signs has public keys, by value or by address (RFC 7591 section 2)",
    meaning: "The keys are missing, cannot be used, or are given twice.",
    fix: ({ received }) => `${fault(received)}.`,
  },
};
