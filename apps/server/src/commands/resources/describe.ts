import type { Resource } from "@sallyport/core";

/** A resource in the names of RFC 9728. */
export function describeResource({ uri, name, scopes, createdAt }: Resource): Record<string, unknown> {
  return {
    resource: uri,
    ...(name === undefined ? {} : { resource_name: name }),
    scopes_supported: scopes.map((scope) => scope.name),
    created_at: createdAt,
  };
}
