import { isScopeName } from "./challenge.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";

const wellKnown = "/.well-known/oauth-protected-resource";
const methods = "GET, HEAD, OPTIONS";

/**
 * Protected resource metadata (RFC 9728 section 2). What is not known is left out.
 * @example
 * ```ts
 * import { type ResourceMetadata } from "@sallyport/resource";
 * export const firstIssuer = (metadata: ResourceMetadata) => metadata.authorization_servers[0];
 * ```
 */
export interface ResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ["header"];
  readonly scopes_supported?: readonly string[];
  readonly resource_name?: string;
  readonly resource_documentation?: string;
}

/**
 * A complete HTTP response at a well-known path.
 * @example
 * ```ts
 * import { type MetadataAnswer } from "@sallyport/resource";
 * export const toResponse = ({ status, headers, body }: MetadataAnswer) => new Response(body ?? null, { status, headers });
 * ```
 */
export interface MetadataAnswer {
  readonly status: 200 | 204 | 405 | 502;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface ResourceDescription {
  readonly resource: string;
  readonly issuers: readonly string[];
  readonly scopesSupported?: readonly string[] | undefined;
  readonly resourceName?: string | undefined;
  readonly resourceDocumentation?: string | undefined;
}

/** @throws TypeError when a scope cannot be named there; `offline_access` is between client and issuer */
export function describeResource(description: ResourceDescription): ResourceMetadata {
  const { resource, issuers, scopesSupported, resourceName, resourceDocumentation } = description;
  const unusable = scopesSupported?.find((scope) => !isScopeName(scope) || scope === "offline_access");
  if (unusable !== undefined) throw new TypeError(`"${unusable}" cannot be in scopesSupported`);
  return {
    resource,
    authorization_servers: issuers,
    bearer_methods_supported: ["header"],
    ...(scopesSupported === undefined ? {} : { scopes_supported: scopesSupported }),
    ...(resourceName === undefined ? {} : { resource_name: resourceName }),
    ...(resourceDocumentation === undefined ? {} : { resource_documentation: resourceDocumentation }),
  };
}

/** Where the metadata of the canonical `resource` is: before its path and query (RFC 9728 section 3.1). */
export function metadataUrl(resource: string): string {
  const { origin } = new URL(resource);
  return origin + wellKnown + resource.slice(origin.length);
}

/** The path that the standard names, and the root, where clients look that drop the path. */
export function metadataPaths(resource: string): readonly string[] {
  return [...new Set([new URL(metadataUrl(resource)).pathname, wellKnown])];
}

/** The answer at a metadata path; HEAD gets the headers of GET. */
export function answerMetadata(method: string, metadata: unknown, requestedHeaders?: string): MetadataAnswer {
  if (method === "OPTIONS") {
    return { status: 204, headers: preflightHeaders(methods, requestedHeaders), body: undefined };
  }
  const headers = { ...corsHeaders, "Content-Type": "application/json" };
  if (method !== "GET" && method !== "HEAD") {
    return { status: 405, headers: { ...headers, Allow: methods }, body: '{"error":"method_not_allowed"}' };
  }
  return {
    status: 200,
    headers: { ...headers, "Cache-Control": "public, max-age=300" },
    body: method === "GET" ? JSON.stringify(metadata) : undefined,
  };
}
