import { canonicalResource } from "@sallyport/core/resource-uri";
import { checkAccessToken } from "./access-token.ts";
import type { AccessTokenClaims, AccessTokenRules } from "./access-token.ts";
import type { AuthInfo } from "./auth-info.ts";
import { readBearerToken } from "./bearer.ts";
import { isScopeName } from "./challenge.ts";
import type { Fetch } from "./documents.ts";
import { createIssuerKeys } from "./issuer-keys.ts";
import { requireIssuer } from "./issuer.ts";
import { answerMetadata, metadataPaths, metadataUrl } from "./metadata.ts";
import type { MetadataAnswer, ResourceMetadata } from "./metadata.ts";
import { refuse } from "./refusal.ts";
import type { Refusal, RefusalReason } from "./refusal.ts";

/** Keys belong to an issuer: with several issuers each one's own metadata must say where its keys are. */
type TrustedIssuers =
  | { readonly issuer: string; readonly issuers?: undefined; readonly jwksUri?: string | undefined }
  | { readonly issuers: readonly string[]; readonly issuer?: undefined; readonly jwksUri?: undefined };

export type ResourceServerOptions = TrustedIssuers & {
  /** The public URL of the protected endpoint, such as `https://mcp.example/mcp`. */
  readonly resource: string;
  /** The least that a client should ask for. */
  readonly scopesSupported?: readonly string[] | undefined;
  readonly resourceName?: string | undefined;
  readonly resourceDocumentation?: string | undefined;
  /** How far clocks may differ; 5 by default, at most 300. */
  readonly clockToleranceSeconds?: number | undefined;
  /**
   * Which scopes a 403 asks for: what the operation needs, or that and what the token has already, since
   * many clients ask for just what they are told and would lose the rest. "accumulated" by default.
   */
  readonly challengeScopes?: "needed" | "accumulated" | undefined;
  /** Told of every refused request, with its reason. */
  readonly onRefusal?: ((refusal: Refusal) => void) | undefined;
  readonly fetch?: Fetch | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
};

export interface VerifyOptions {
  /** All of them are needed. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** URL of the request, or its path and query: a token in it is refused. */
  readonly url?: string | undefined;
}

export type Verdict = { readonly ok: true; readonly auth: AuthInfo } | Refusal;

export interface ResourceServer {
  /** The resource in its canonical spelling. */
  readonly resource: string;
  readonly metadataPaths: readonly string[];
  metadata(): ResourceMetadata;
  handleMetadata(method: string, requestedHeaders?: string): MetadataAnswer;
  /** Whether a request with this `Authorization` header may be served, and for whom. */
  verify(authorization: string | undefined, options?: VerifyOptions): Promise<Verdict>;
  /** The answer to a caller whose token is good, but whose body does not tell what it needs. */
  refuseBody(): Refusal;
}

/**
 * Protects one resource with the access tokens of the issuers it trusts. Makes no request before the first
 * token comes.
 * @throws TypeError when an option is unusable
 */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  const resource = requireResource(options.resource);
  const issuers = trustedIssuers(options);
  const metadata = describeResource({ resource, issuers }, options);
  const rules = tokenRules({ resource, issuers }, options);
  const accumulate = options.challengeScopes !== "needed";

  const decline = (reason: RefusalReason, scopes: readonly string[], cause?: unknown): Refusal => {
    const refusal = refuse(reason, { scopes, metadataUrl: metadataUrl(resource), cause });
    options.onRefusal?.(refusal);
    return refusal;
  };

  return {
    resource,
    metadataPaths: metadataPaths(resource),
    metadata: () => metadata,
    handleMetadata: (method, requestedHeaders) => answerMetadata(method, metadata, requestedHeaders),
    async verify(authorization, { requiredScopes = [], url } = {}) {
      const presented = readBearerToken(authorization, url);
      if (!presented.ok) return decline(presented.reason, requiredScopes);
      const verdict = await checkAccessToken(presented.token, rules);
      if (!verdict.ok) return decline(verdict.reason, requiredScopes, verdict.cause);
      const scopes = scopeNames(verdict.claims.scope);
      if (!requiredScopes.every((scope) => scopes.includes(scope))) {
        return decline("scope_missing", accumulate ? union(scopes, requiredScopes) : requiredScopes);
      }
      return { ok: true, auth: authInfo(presented.token, verdict.claims, new URL(resource)) };
    },
    refuseBody: () => decline("body_unclear", []),
  };
}

function requireResource(text: string): string {
  const resource = canonicalResource(text);
  if (resource === undefined) throw new TypeError(`the resource ${text} is not an absolute http or https URL`);
  return resource;
}

function trustedIssuers(options: TrustedIssuers): readonly string[] {
  const issuers = options.issuers ?? [options.issuer];
  if (issuers.length === 0) throw new TypeError("at least one issuer is needed");
  return issuers.map(requireIssuer);
}

interface Trust {
  readonly resource: string;
  readonly issuers: readonly string[];
}

function tokenRules({ resource, issuers }: Trust, options: ResourceServerOptions): AccessTokenRules {
  const { jwksUri, clockToleranceSeconds = 5, fetch = globalThis.fetch, now = systemSeconds } = options;
  if (!(clockToleranceSeconds >= 0 && clockToleranceSeconds <= 300)) {
    throw new TypeError("clockToleranceSeconds must be between 0 and 300");
  }
  if (jwksUri !== undefined && !URL.canParse(jwksUri)) throw new TypeError("jwksUri must be an absolute URL");
  const keysByIssuer = new Map(issuers.map((issuer) => [issuer, createIssuerKeys({ issuer, jwksUri, fetch, now })]));
  return { resource, keysByIssuer, clockToleranceSeconds, now };
}

function describeResource(
  { resource, issuers }: Trust,
  { scopesSupported, resourceName, resourceDocumentation }: ResourceServerOptions,
): ResourceMetadata {
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

function scopeNames(scope: string | undefined): string[] {
  return (scope ?? "").split(" ").filter((name) => name !== "");
}

/** `offline_access` is between the client and the issuer and has no place in a challenge. */
function union(granted: readonly string[], needed: readonly string[]): readonly string[] {
  return [...new Set([...granted, ...needed])].filter((name) => name !== "offline_access");
}

function authInfo(token: string, claims: AccessTokenClaims, resource: URL): AuthInfo {
  return {
    token,
    clientId: claims.client_id,
    scopes: scopeNames(claims.scope),
    expiresAt: claims.exp,
    resource,
    extra: { subject: claims.sub, issuer: claims.iss, claims },
  };
}

function systemSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
