import { type Explanations, said, type Seen } from "./explanation.ts";

const rule =
  "A client id that is an address is the address of its metadata document (draft-ietf-oauth-client-id-metadata-document)";
const place = ({ received }: Seen): string => said(received["client_id"]) ?? "the document";
const retry = "It is tried again with the next request.";

function fetchFault(meaning: string, fix: string): Explanations[string] {
  return {
    rule: `${rule}; it must be there to be fetched`,
    meaning,
    fix: (seen) => `${fix} Document: ${place(seen)}.`,
  };
}

/** Metadata documents of clients: fetching them, and what they say. */
export const documentExplanations: Explanations = {
  document_malformed: {
    rule: `${rule}; it is JSON`,
    meaning: "What stands at the address is no JSON: a web page, or a bot check.",
    fix: "Publish the document as application/json, without checks for bots.",
  },
  document_members: {
    rule: `${rule}; it states client_id and client_name`,
    meaning: "One of them is missing.",
    fix: "Let the document state both.",
  },
  document_client_id: {
    rule: `${rule}; it states this very address as client_id`,
    meaning: "The document speaks of another client, or spells its address in another way.",
    fix: ({ received, registered }) =>
      `It states ${said(received["client_id"]) ?? "another"}; write ${said(registered["client_id"]) ?? "its address"}, byte for byte.`,
  },
  document_secret: {
    rule: `${rule}; it holds no secret`,
    meaning: "There is a client_secret in a public document.",
    fix: "Remove it, and use it nowhere any more.",
  },
  document_auth_method: {
    rule: `${rule}; a client known by it shares no secret with anybody`,
    meaning: "The document asks for an authentication method with a secret.",
    fix: "Write none, or private_key_jwt with jwks or jwks_uri.",
  },
  "document_status_*": fetchFault(
    "The host of the document answers with an error or asks for something first; the number is in the reason.",
    "Publish the document for everybody: no sign-in, no check for bots, no region.",
  ),
  document_redirect: fetchFault(
    "The host sends on to another address, which is not followed.",
    "Use the final address as client_id.",
  ),
  document_dns_failed: fetchFault(
    "The name of the host cannot be resolved.",
    "Look at the name, and at the resolver of this server.",
  ),
  document_address_not_public: fetchFault(
    "The host has an address of a private network, where this server does not fetch.",
    "Publish the document on the internet. For development there is a switch for loopback.",
  ),
  document_connect_failed: fetchFault(
    "The host does not answer.",
    `Look at firewalls, also for requests that go out. ${retry}`,
  ),
  document_tls_failed: fetchFault(
    "The certificate of the host cannot be trusted.",
    "Renew it, with its intermediate certificates.",
  ),
  document_deadline: fetchFault("The host is too slow.", `Answer within seconds. ${retry}`),
  document_too_large: fetchFault(
    "The document is too large.",
    "Make it smaller: 5 KB do; keys go to jwks_uri, logos to their own address.",
  ),
  document_content_type: fetchFault("The document is not declared as JSON.", "Send it as application/json."),
  "document_url_*": fetchFault(
    "The address is one that is never fetched.",
    "Use https with a public host name and no port.",
  ),
  "document_*": fetchFault("The document could not be fetched; the reason says why.", retry),
};
