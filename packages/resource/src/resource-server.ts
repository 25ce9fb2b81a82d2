import { canonicalResource } from "@sallyport/core/resource-uri";
import type { AuthInfo } from "./auth-info.ts";
import { readBearerToken } from "./bearer.ts";
import { checkToken } from "./check-token.ts";
import type { AccessTokenClaims } from "./claims.ts";
import type { Fetch } from "./documents.ts";
import { createIssuerMirror } from "./issuer-mirror.ts";
import { answerMetadata, describeResource, metadataPaths, metadataUrl } from "./metadata.ts";
import type { MetadataAnswer, ResourceMetadata } from "./metadata.ts";
import { requireSeconds } from "./number-options.ts";
import { openChecks } from "./open-checks.ts";
import type { TrustedIssuers } from "./open-checks.ts";
import { refuse } from "./refusal.ts";
import type { Refusal, RefusalReason } from "./refusal.ts";
import type { Revocations } from "./revocation-feed.ts";
import { missingScopes } from "./scope-rules.ts";
import { systemSeconds } from "./system-clock.ts";
import type { CheckEnvironment } from "./token-check.ts";

/**
 * Options of `createResourceServer`.
 * @example
 * ```ts
 * import { type ResourceServerOptions } from "@sallyport/resource";
 * const options: ResourceServerOptions = {
 *   resource: "https://notes.example/mcp",
 *   issuer: "https://auth.example",
 *   scopesSupported: ["notes:read"],
 * };
 * ```
 */
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
  /** Asked about each good token, each for the tokens of its issuer. */
  readonly revocations?: readonly Revocations[] | undefined;
  /**
   * Also serves the metadata of the (first) issuer at this origin, for clients of 2025-03-26 that look nowhere
   * else. Off by default: newer clients that do not find the resource metadata would see a foreign issuer.
   */
  readonly mirrorIssuerMetadata?: boolean | undefined;
  /** Told of every refused request, with its reason. */
  readonly onRefusal?: ((refusal: Refusal) => void) | undefined;
  readonly fetch?: Fetch | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
};

/**
 * Options of `verify`.
 * @example
 * ```ts
 * import { type VerifyOptions } from "@sallyport/resource";
 * const options: VerifyOptions = { requiredScopes: ["notes:read"], url: "/mcp" };
 * ```
 */
export interface VerifyOptions {
  /** All of them are needed; a scope above one in the hierarchy is as good. */
  readonly requiredScopes?: readonly string[] | undefined;
  /** URL of the request, or its path and query: a token in it is refused. */
  readonly url?: string | undefined;
}

/**
 * The caller, or the response that refuses the request.
 * @example
 * ```ts
 * import { type Verdict } from "@sallyport/resource";
 * export const statusOf = (verdict: Verdict) => (verdict.ok ? 200 : verdict.status);
 * ```
 */
export type Verdict = { readonly ok: true; readonly auth: AuthInfo } | Refusal;

/**
 * A request for a well-known path.
 * @example
 * ```ts
 * import { type WellKnownRequest } from "@sallyport/resource";
 * const request: WellKnownRequest = { path: "/.well-known/oauth-protected-resource/mcp", method: "GET" };
 * ```
 */
export interface WellKnownRequest {
  readonly path: string;
  readonly method: string;
  /** `Access-Control-Request-Headers`. */
  readonly requestedHeaders?: string | undefined;
}

/**
 * Checks the requests to one resource.
 * @example
 * ```ts
 * import { type ResourceServer } from "@sallyport/resource";
 * export const isAllowed = async (server: ResourceServer, authorization: string) =>
 *   (await server.verify(authorization, { requiredScopes: ["notes:read"] })).ok;
 * ```
 */
export interface ResourceServer {
  /** The resource in its canonical spelling. */
  readonly resource: string;
  readonly metadataPaths: readonly string[];
  metadata(): ResourceMetadata;
  handleMetadata(method: string, requestedHeaders?: string): MetadataAnswer;
  /** The answer at a path that is served to everybody: of the metadata, and of the mirror; undefined elsewhere. */
  answerWellKnown(request: WellKnownRequest): Promise<MetadataAnswer> | undefined;
  /** Whether a request with this `Authorization` header may be served, and for whom. */
  verify(authorization: string | undefined, options?: VerifyOptions): Promise<Verdict>;
  /** Whether a caller whose token is good may also do what needs `scopes`. */
  requireScopes(auth: AuthInfo, scopes: readonly string[]): Verdict;
  /** The answer to a caller whose token is good, but whose request does not tell what it needs. */
  refuseRequest(reason: "body_unclear" | "headers_disagree"): Refusal;
}

/**
 * Protects one resource with the access tokens of the issuers it trusts. Makes no request before the first
 * token comes.
 * @throws TypeError when an option is unusable
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const verdict = await server.verify("Bearer eyJ", { requiredScopes: ["notes:read"] });
 * if (!verdict.ok) console.log(verdict.status, verdict.reason); // 401 token_malformed
 * ```
 */
export function createResourceServer(options: ResourceServerOptions): ResourceServer {
  const environment = readEnvironment(options);
  const { resource } = environment;
  const checks = openChecks(options, environment);
  const issuers = [...new Set(checks.map(({ issuer }) => issuer))];
  const metadata = describeResource({ ...options, resource, issuers });
  const paths = metadataPaths(resource);
  const mirror = options.mirrorIssuerMetadata === true ? createIssuerMirror(issuers, environment) : undefined;
  const { decline, requireScopes } = createScopeJudge(resource, options);

  async function judge(token: string, requiredScopes: readonly string[]): Promise<Verdict> {
    const verdict = await checkToken(token, checks);
    if (!verdict.ok) return decline(verdict.reason, requiredScopes, verdict.cause);
    const revoked = await reasonToRefuse(verdict.claims, options.revocations ?? []);
    if (revoked !== undefined) return decline(revoked, requiredScopes);
    return requireScopes(authInfo(token, verdict.claims, resource), requiredScopes);
  }

  return {
    resource,
    metadataPaths: paths,
    metadata: () => metadata,
    handleMetadata: (method, requestedHeaders) => answerMetadata(method, metadata, requestedHeaders),
    answerWellKnown(request) {
      if (mirror?.path === request.path) return mirror.answer(request);
      if (!paths.includes(request.path)) return undefined;
      return Promise.resolve(answerMetadata(request.method, metadata, request.requestedHeaders));
    },
    async verify(authorization, { requiredScopes = [], url } = {}) {
      const presented = readBearerToken(authorization, url);
      return presented.ok ? judge(presented.token, requiredScopes) : decline(presented.reason, requiredScopes);
    },
    requireScopes,
    refuseRequest: (reason) => decline(reason, []),
  };
}

function readEnvironment(options: ResourceServerOptions): CheckEnvironment {
  const { clockToleranceSeconds = 5, fetch = globalThis.fetch, now = systemSeconds } = options;
  const resource = canonicalResource(options.resource);
  if (resource === undefined)
    throw new TypeError(`the resource ${options.resource} is not an absolute http or https URL`);
  requireSeconds({ clockToleranceSeconds }, 300);
  return { resource, clockToleranceSeconds, fetch, now };
}

type Decline = (reason: RefusalReason, scopes: readonly string[], cause?: unknown) => Refusal;

function createScopeJudge(
  resource: string,
  { challengeScopes, onRefusal }: ResourceServerOptions,
): { readonly decline: Decline; readonly requireScopes: ResourceServer["requireScopes"] } {
  const decline: Decline = (reason, scopes, cause) => {
    const refusal = refuse(reason, { scopes, metadataUrl: metadataUrl(resource), cause });
    onRefusal?.(refusal);
    return refusal;
  };
  const requireScopes = (auth: AuthInfo, scopes: readonly string[]): Verdict => {
    const missing = missingScopes(auth.scopes, scopes);
    if (missing.length === 0) return { ok: true, auth };
    return decline("scope_missing", challengeScopes === "needed" ? scopes : [...new Set([...auth.scopes, ...missing])]);
  };
  return { decline, requireScopes };
}

async function reasonToRefuse(
  claims: AccessTokenClaims,
  revocations: readonly Revocations[],
): Promise<RefusalReason | undefined> {
  const own = revocations.filter(({ issuer }) => issuer === claims.iss);
  const answers = await Promise.all(own.map((one) => one.judge(claims)));
  if (answers.includes("revoked")) return "token_revoked";
  return answers.includes("unknown") ? "revocations_unknown" : undefined;
}

function authInfo(token: string, claims: AccessTokenClaims, resource: string): AuthInfo {
  return {
    token,
    clientId: claims.client_id,
    scopes: (claims.scope ?? "").split(" ").filter((name) => name !== ""),
    expiresAt: claims.exp,
    resource: new URL(resource),
    resourceMetadataUrl: metadataUrl(resource),
    extra: { subject: claims.sub, issuer: claims.iss, claims },
  };
}
