import { z } from "zod";
import { fetchJson } from "./documents.ts";
import type { Fetch } from "./documents.ts";
import { isSecureUrl } from "./issuer.ts";

/** The members of an issuer's metadata that are followed. */
export type EndpointName = "jwks_uri" | "introspection_endpoint";

const secureUrl = z.string().refine(isSecureUrl);

/** What is wanted of an issuer's metadata. */
export interface Discovery {
  readonly issuer: string;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/**
 * The URL that the metadata of the issuer gives for `name`.
 * @throws AggregateError when no document of that very issuer with a secure URL can be had
 */
export function discoverEndpoint(name: EndpointName, discovery: Discovery): Promise<string> {
  return findMetadata(discovery, (document) => secureUrl.parse(document[name]));
}

/**
 * The metadata document of the issuer as it is.
 * @throws AggregateError when no document of that very issuer can be had
 */
export function discoverMetadata(discovery: Discovery): Promise<Readonly<Record<string, unknown>>> {
  return findMetadata(discovery, (document) => document);
}

const metadataSchema = z.looseObject({ issuer: z.string() });

/** Looks at each place in turn (RFC 8414 section 3, OpenID Connect Discovery section 4) until `pick` is content. */
async function findMetadata<T>(
  { issuer, fetch, signal }: Discovery,
  pick: (document: z.infer<typeof metadataSchema>) => T,
): Promise<T> {
  const failures: unknown[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      const document = metadataSchema.parse(await fetchJson(fetch, url, { signal }));
      if (document.issuer !== issuer) throw new Error(`${url} is about another issuer: ${document.issuer}`);
      return pick(document);
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, `no metadata of the issuer ${issuer}`);
}

/** All places where servers put the metadata: inserted before the path of the issuer, or appended to it. */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
      `${origin}${path}/.well-known/oauth-authorization-server`,
    ]),
  ];
}
