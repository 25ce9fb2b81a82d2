import {
  AccessDeniedError,
  InvalidClientMetadataError,
  InvalidRedirectUriError,
  InvalidTokenError,
} from "../errors.ts";
import { listOf, type OAuthRow, type Seen, textOf } from "./row.ts";

/** `fault` is a sentence that names the member. */
const describeFault = ({ fault }: { fault: string }): string => fault;
const faultOf = ({ received }: Seen): string => textOf(received["fault"]) ?? "The value is not allowed";

/** Refused client registrations, and metadata in registrations and documents. */
export const registrationRefusals = {
  registration_content_type: {
    error: InvalidClientMetadataError,
    description: "The Content-Type must be application/json.",
    rule: "A registration request is application/json (RFC 7591 section 3.1)",
    meaning: "The endpoint does not read bodies of this Content-Type.",
    fix: ({ received }) =>
      `Set the Content-Type to application/json. Received: ${textOf(received["content_type"]) ?? "another or none"}.`,
  },
  malformed_json: {
    error: InvalidClientMetadataError,
    description: "The request body is not JSON.",
    rule: "A registration request is a JSON object (RFC 7591 section 3.1)",
    meaning: "The request body is not valid JSON.",
    fix: "Send valid JSON.",
  },
  malformed_metadata: {
    error: InvalidClientMetadataError,
    description: ({ member }: { member: string }) => `The member ${member} is malformed.`,
    rule: "Client metadata has the types of RFC 7591 section 2",
    meaning: "A member has the wrong type, is too long, or has to be an https URL.",
    fix: ({ received }) =>
      `Correct ${textOf(received["member"]) ?? "the member"}. null and empty strings count as absent.`,
  },
  registration_refused: {
    error: AccessDeniedError,
    description: "The registration policy does not allow this client.",
    rule: "The server decides which clients may register (RFC 7591 section 3; the registration policy)",
    meaning: "The registration policy does not allow this client.",
    fix: ({ received, registered }) =>
      `The policy is ${textOf(registered["policy"]) ?? "off"}, and the allowed hosts are: ${textOf(registered["allowed_hosts"]) ?? "none"}. Allow the hosts of ${textOf(received["redirect_uris"]) ?? "the client"}, or create the client: \`sallyport clients create --name <name> --redirect-uri <uri>\`.`,
  },
  initial_token: {
    error: InvalidTokenError,
    description: "The initial access token is unknown, expired or already used.",
    rule: "An initial access token is valid (RFC 7591 section 3)",
    meaning: "The initial access token of the registration is unknown, expired or already used.",
    fix: "Create a new token with `sallyport clients invite`, or register without Authorization header where the policy allows it.",
  },
  registration_token: {
    error: InvalidTokenError,
    description: "The registration access token is invalid.",
    rule: "A client manages its registration with its registration access token (RFC 7592 section 2)",
    meaning: "The token is missing or belongs to another client, or the client was deleted.",
    fix: "Send the registration_access_token of the last registration response. If it is lost, register again.",
  },
  other_client_id: {
    error: InvalidClientMetadataError,
    description: "The client_id must be that of the registration.",
    rule: "client_id in an update is that of the registration (RFC 7592 section 2.2)",
    meaning: "The request body and the address name different clients.",
    fix: "Send the client_id of the registration.",
  },
  auth_method_change: {
    error: InvalidClientMetadataError,
    description: "The token_endpoint_auth_method cannot change to another kind: register again.",
    rule: "The server may refuse a change of the registration (RFC 7592 section 2.2)",
    meaning: "The update changes how the client authenticates.",
    fix: "Keep token_endpoint_auth_method, or register again with the other method.",
  },
  redirect_uris_malformed: {
    error: InvalidRedirectUriError,
    description: "The member redirect_uris must be an array of URIs.",
    rule: "redirect_uris is an array of strings (RFC 7591 section 2)",
    meaning: "redirect_uris is missing or has another type.",
    fix: "Send redirect_uris as an array with at least one URI.",
  },
  redirect_uri: {
    error: InvalidRedirectUriError,
    description: describeFault,
    rule: "Redirect URIs are absolute, normalized and without fragment: https, http on loopback, or a private-use scheme (RFC 6749 section 3.1.2; RFC 8252 section 7)",
    meaning: "The client has no redirect URI that is allowed.",
    fix: (seen) => `${faultOf(seen)}. Received: ${listOf(seen.received["redirect_uris"]).join(" ") || "none"}.`,
  },
  response_types: {
    error: InvalidClientMetadataError,
    description: "The response_types must contain code.",
    rule: "response_types contains code (RFC 7591 section 2; OAuth 2.1 section 4.1)",
    meaning: "OAuth 2.1 has none of the response types of the client.",
    fix: 'Send ["code"], or leave response_types out.',
  },
  grant_types: {
    error: InvalidClientMetadataError,
    description: ({ supported }: { supported: readonly string[] }) =>
      `The grant_types must contain one of ${supported.join(", ")}.`,
    rule: "grant_types contains a supported grant type (RFC 7591 section 2)",
    meaning: "The server supports none of the grant types of the client.",
    fix: ({ registered }) => `Use some of: ${textOf(registered["grant_types"]) ?? ""}. Or leave grant_types out.`,
  },
  auth_method: {
    error: InvalidClientMetadataError,
    description: ({ supported }: { supported: readonly string[] }) =>
      `The token_endpoint_auth_method must be one of ${supported.join(", ")}.`,
    rule: "token_endpoint_auth_method is a supported method (RFC 7591 section 2)",
    meaning: "The server does not support this authentication method.",
    fix: ({ received, registered }) =>
      `Use one of: ${textOf(registered["token_endpoint_auth_methods_supported"]) ?? ""}. Received: ${textOf(received["token_endpoint_auth_method"]) ?? "another method"}.`,
  },
  client_keys: {
    error: InvalidClientMetadataError,
    description: describeFault,
    rule: "A client that signs has public keys, in jwks or at jwks_uri (RFC 7591 section 2)",
    meaning: "The keys are missing or not usable, or both jwks and jwks_uri are set.",
    fix: (seen) => `${faultOf(seen)}.`,
  },
} satisfies Readonly<Record<string, OAuthRow>>;
