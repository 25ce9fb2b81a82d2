import type { Client } from "@sallyport/core";

/** A client in the names of RFC 7591, with ours beside them. Never the secret. */
export function describeClient(client: Client): Record<string, unknown> {
  const { document, jwks, scopes } = client;
  const members = {
    ...client.metadata,
    client_id: client.id,
    client_id_issued_at: client.createdAt,
    client_name: client.name,
    client_description: client.description,
    client_type: client.type,
    redirect_uris: client.redirectUris,
    grant_types: client.grantTypes,
    response_types: client.redirectUris.length === 0 ? undefined : ["code"],
    token_endpoint_auth_method: client.authMethod,
    jwks: jwks === undefined ? undefined : (JSON.parse(jwks) as unknown),
    jwks_uri: client.jwksUri,
    scope: scopes?.join(" "),
    default_resource: client.defaultResource,
    access_token_ttl: client.accessTokenTtlSeconds,
    refresh_token_ttl: client.refreshTokenTtlSeconds,
    refresh_replay: client.refreshReplay,
    provenance: client.provenance,
    status: client.status,
    version: client.version,
    old_secret_expires_at: client.previousSecretExpiresAt,
    owner_user_id: client.ownerId,
    document_fetched_at: document?.fetchedAt,
    document_fresh_until: document?.freshUntil,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
