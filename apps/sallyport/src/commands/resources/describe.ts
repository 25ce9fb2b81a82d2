import type { Resource } from "@sallyport/core";

/** A resource in the names of RFC 9728, with ours beside them. */
export function describeResource(resource: Resource): Record<string, unknown> {
  const {
    uri,
    name,
    scopes,
    tokenFormat = "jwt",
    accessTokenTtlSeconds,
    isPrivate = false,
    version,
    createdAt,
  } = resource;
  return {
    resource: uri,
    ...(name === undefined ? {} : { resource_name: name }),
    scopes_supported: scopes.map((scope) => scope.name),
    token_format: tokenFormat,
    ...(accessTokenTtlSeconds === undefined ? {} : { access_token_ttl: accessTokenTtlSeconds }),
    is_private: isPrivate,
    version,
    created_at: createdAt,
  };
}
