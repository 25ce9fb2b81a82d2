import type { Client } from "@sallyport/core";

/** A client in the names of RFC 7591, with ours beside them. Never the secret. */
export function describeClient(client: Client): Record<string, unknown> {
  return {
    client_id: client.id,
    client_id_issued_at: client.createdAt,
    client_name: client.name,
    ...(client.description === undefined ? {} : { client_description: client.description }),
    client_type: client.type,
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    response_types: ["code"],
    token_endpoint_auth_method: client.authMethod,
    ...(client.scopes === undefined ? {} : { scope: client.scopes.join(" ") }),
    ...(client.defaultResource === undefined ? {} : { mcp_server_url: client.defaultResource }),
    provenance: client.provenance,
    is_active: client.status === "active",
  };
}
