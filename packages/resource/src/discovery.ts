import { z } from "zod";
import { fetchJson } from "./documents.ts";
import type { Fetch } from "./documents.ts";
import { isSecureUrl } from "./issuer.ts";

const issuerMetadata = z.object({ issuer: z.string(), jwks_uri: z.string().refine(isSecureUrl) });

/**
 * Where the keys of `issuer` are, from its metadata (RFC 8414 section 3, OpenID Connect Discovery section 4).
 * @throws AggregateError when no document of that very issuer can be had
 */
export async function discoverJwksUri(fetch: Fetch, issuer: string, signal: AbortSignal): Promise<string> {
  const failures: unknown[] = [];
  for (const url of metadataUrls(issuer)) {
    try {
      const metadata = issuerMetadata.parse(await fetchJson(fetch, url, signal));
      if (metadata.issuer !== issuer) throw new Error(`${url} is about another issuer: ${metadata.issuer}`);
      return metadata.jwks_uri;
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
