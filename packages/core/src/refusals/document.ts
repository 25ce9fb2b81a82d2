import { InvalidClientMetadataError, TemporarilyUnavailableError } from "../errors.ts";
import { type Explanation, type OAuthRow, type Seen, textOf } from "./row.ts";

const draft = "draft-ietf-oauth-client-id-metadata-document";
const urlOf = ({ received }: Seen): string => textOf(received["client_id"]) ?? "the client_id";
const retry = "The server tries again with the next request.";

type FetchRow = Explanation & { error: typeof TemporarilyUnavailableError; description: string };

/** All say the same to the client: the reason is for the operator. */
function fetchFault(meaning: string, fix: string): FetchRow {
  return {
    error: TemporarilyUnavailableError,
    description: "The client metadata document cannot be fetched. Try again later.",
    rule: `A client_id that is a URL is the address of the client metadata document (${draft})`,
    meaning,
    fix: (seen) => `${fix} Document: ${urlOf(seen)}.`,
  };
}

/** Refused client metadata documents, and failures to fetch them. */
export const documentRefusals = {
  document_malformed: {
    error: InvalidClientMetadataError,
    description: "The client metadata document is not JSON.",
    rule: `A client metadata document is JSON (${draft})`,
    meaning: "The address returned no JSON, but for example a web page or a bot check.",
    fix: "Publish the document as application/json, without bot checks.",
  },
  document_members: {
    error: InvalidClientMetadataError,
    description: "The client metadata document must have client_id and client_name.",
    rule: `A client metadata document has client_id and client_name (${draft})`,
    meaning: "The document has no client_id or no client_name.",
    fix: "Add both members to the document.",
  },
  document_client_id: {
    error: InvalidClientMetadataError,
    description: ({ fault }: { fault?: string }) =>
      fault ?? "The client_id in the client metadata document is not its address.",
    rule: `The client_id of a client metadata document is its exact address (${draft})`,
    meaning: "The document has the client_id of another client, or another spelling of its address.",
    fix: ({ received, registered }) =>
      `The document has ${textOf(received["client_id"]) ?? "another client_id"}. Change it to ${textOf(registered["client_id"]) ?? "its address"}, byte for byte.`,
  },
  document_secret: {
    error: InvalidClientMetadataError,
    description: "The client metadata document must not contain a client_secret.",
    rule: `A client metadata document contains no secret (${draft})`,
    meaning: "The document is public and contains a client_secret.",
    fix: "Remove the secret from the document, and do not use it any more.",
  },
  document_auth_method: {
    error: InvalidClientMetadataError,
    description: "The client metadata document must not have a token_endpoint_auth_method with a shared secret.",
    rule: `A client with a metadata document has no shared secret (${draft})`,
    meaning: "The token_endpoint_auth_method of the document needs a shared secret.",
    fix: "Use none, or private_key_jwt with jwks or jwks_uri.",
  },
  document_too_large: {
    error: InvalidClientMetadataError,
    description: ({ bytes, limit }: { bytes: number; limit: number }) =>
      `The client metadata document has ${bytes} bytes, more than ${limit}.`,
    rule: `A client metadata document is small (${draft})`,
    meaning: "The document is too large.",
    fix: (seen) =>
      `Keep the document below 5 KB. Publish keys at jwks_uri and the logo at its own address. Document: ${urlOf(seen)}.`,
  },
  "document_status_*": fetchFault(
    "The host of the document answered with an error status, which is part of the reason.",
    "Publish the document without sign-in, bot checks or regional limits.",
  ),
  document_redirect: fetchFault(
    "The host answered with a redirect, which the server does not follow.",
    "Use the final address as the client_id.",
  ),
  document_dns_failed: fetchFault(
    "The host name of the document cannot be resolved.",
    "Check the host name, and the DNS resolver of this server.",
  ),
  document_address_not_public: fetchFault(
    "The host has an address in a private network, and the server fetches only from public addresses.",
    "Publish the document on the internet. For development, loopback addresses can be allowed.",
  ),
  document_connect_failed: fetchFault(
    "The host of the document does not answer.",
    `Check the firewalls, including outgoing connections. ${retry}`,
  ),
  document_tls_failed: fetchFault(
    "The TLS certificate of the host is not trusted.",
    "Renew the certificate, and serve its intermediate certificates.",
  ),
  document_deadline: fetchFault(
    "The host of the document is too slow.",
    `Make the host answer within seconds. ${retry}`,
  ),
  document_content_type: fetchFault(
    "The Content-Type of the document is not JSON.",
    "Serve the document as application/json.",
  ),
  "document_url_*": fetchFault(
    "The server never fetches an address of this kind.",
    "Use https with a public host name and no port.",
  ),
  "document_*": fetchFault("The document could not be fetched; the reason says why.", retry),
} satisfies Readonly<Record<string, OAuthRow>>;
