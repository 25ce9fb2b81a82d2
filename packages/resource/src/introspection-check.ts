import { z } from "zod";
import { type AccessTokenVerdict, checkClaims } from "./claims.ts";
import type { AccessTokenClaims } from "./claims.ts";
import { createExpiringCache } from "./expiring-cache.ts";
import { createIntrospection } from "./introspection.ts";
import type { Introspection } from "./introspection.ts";
import { isSecureUrl, requireIssuer } from "./issuer.ts";
import { requireCounts, requireSeconds } from "./number-options.ts";
import type { CheckEnvironment, TokenCheckDefinition } from "./token-check.ts";

/**
 * Options of `defineIntrospectionCheck`.
 * @example
 * ```ts
 * import { type IntrospectionCheckOptions } from "@sallyport/resource";
 * const options: IntrospectionCheckOptions = {
 *   issuer: "https://auth.example",
 *   clientId: "notes",
 *   clientSecret: "secret",
 * };
 * ```
 */
export interface IntrospectionCheckOptions {
  readonly issuer: string;
  /** Absent: found in the metadata of the issuer. */
  readonly endpoint?: string | undefined;
  /** The client by which this resource server is known to the issuer; it authenticates by Basic. */
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * How the issuer's opaque tokens begin, such as `sp_at_`: others are not sent to it. Without it the check
   * takes every token that is no JWT, which is right for one issuer only.
   */
  readonly tokenPrefix?: string | undefined;
  /** How long a good token is believed without asking again, and a revoked one lives on: 30 by default, at most 300. */
  readonly cacheSeconds?: number | undefined;
  /** How long a bad token is refused without asking again: 10 by default, at most 300. */
  readonly refusedCacheSeconds?: number | undefined;
  /** Of good and of bad tokens each; 10,000 by default. */
  readonly maxCached?: number | undefined;
}

interface Settings {
  readonly issuer: string;
  readonly cacheSeconds: number;
  readonly refusedCacheSeconds: number;
  readonly maxCached: number;
}

/**
 * Asks the issuer about each token (RFC 7662): opaque ones, and JWTs that name it. Answers are kept under the
 * hash of the token for a short time, never past its expiry, and many requests with one token ask once.
 * @throws TypeError when an option is unusable
 * @example
 * ```ts
 * import { createResourceServer, defineIntrospectionCheck } from "@sallyport/resource";
 * const check = defineIntrospectionCheck({ issuer: "https://auth.example", clientId: "notes", clientSecret: "secret" });
 * const server = createResourceServer({ resource: "https://notes.example/mcp", checks: [check] });
 * ```
 */
export function defineIntrospectionCheck(options: IntrospectionCheckOptions): TokenCheckDefinition {
  const { issuer, endpoint, clientId, clientSecret, tokenPrefix = "" } = options;
  requireIssuer(issuer);
  if (endpoint !== undefined && !isSecureUrl(endpoint)) {
    throw new TypeError("endpoint must be an https URL (http on loopback only)");
  }
  const settings = readSettings(options);
  return {
    issuer,
    takesAnyOpaqueToken: tokenPrefix === "",
    open(environment) {
      const { fetch } = environment;
      const introspect = createIntrospection({ issuer, endpoint, clientId, clientSecret, fetch });
      const judge = createJudge({ ...settings, introspect }, environment);
      return {
        issuer,
        takes: ({ text, claimedIssuer }) =>
          claimedIssuer === undefined ? text.startsWith(tokenPrefix) : claimedIssuer === issuer,
        judge: ({ text }) => judge(text),
      };
    },
  };
}

function readSettings(options: IntrospectionCheckOptions): Settings {
  const { issuer, cacheSeconds = 30, refusedCacheSeconds = 10, maxCached = 10_000 } = options;
  requireSeconds({ cacheSeconds, refusedCacheSeconds }, 300);
  requireCounts({ maxCached });
  return { issuer, cacheSeconds, refusedCacheSeconds, maxCached };
}

const maxPending = 1_000;

/** Bad tokens have a cache of their own: whoever makes them up cannot push out the good ones. */
function createJudge(
  {
    issuer,
    cacheSeconds,
    refusedCacheSeconds,
    maxCached,
    introspect,
  }: Settings & { readonly introspect: Introspection },
  environment: CheckEnvironment,
): (token: string) => Promise<AccessTokenVerdict> {
  const { now } = environment;
  const accepted = createExpiringCache<AccessTokenClaims>(maxCached, now);
  const refused = createExpiringCache<AccessTokenVerdict>(maxCached, now);
  const pending = new Map<string, Promise<AccessTokenVerdict>>();

  async function ask(key: string, token: string): Promise<AccessTokenVerdict> {
    const askedAt = now();
    try {
      const verdict = readAnswer(await introspect(token), { issuer, resource: environment.resource });
      if (verdict.ok) {
        const expiresAt = Math.min(askedAt + cacheSeconds, verdict.claims.exp);
        accepted.set(key, { value: verdict.claims, expiresAt });
      } else {
        refused.set(key, { value: verdict, expiresAt: askedAt + refusedCacheSeconds });
      }
      return verdict;
    } catch (cause) {
      return { ok: false, reason: "introspection_unavailable", cause };
    } finally {
      pending.delete(key);
    }
  }

  function askOnce(key: string, token: string): Promise<AccessTokenVerdict> {
    const asked = pending.get(key);
    if (asked !== undefined) return asked;
    if (pending.size >= maxPending) return Promise.resolve({ ok: false, reason: "introspection_unavailable" });
    const asking = ask(key, token);
    pending.set(key, asking);
    return asking;
  }

  return async (token) => {
    const key = await hashOf(token);
    const claims = accepted.get(key);
    if (claims !== undefined) return checkTimes(claims, environment);
    const verdict = refused.get(key) ?? (await askOnce(key, token));
    return verdict.ok ? checkTimes(verdict.claims, environment) : verdict;
  };
}

const answerSchema = z.union([z.looseObject({ active: z.literal(false) }), z.looseObject({ active: z.literal(true) })]);

/**
 * RFC 7662 section 2.2. An answer without `iss` is about a token of the issuer that was asked; a `token_type`
 * that is not Bearer, such as that of a key-bound token, is refused.
 * @throws ZodError when it is no introspection answer: that says nothing about the token
 */
function readAnswer(
  answer: unknown,
  { issuer, resource }: { readonly issuer: string; readonly resource: string },
): AccessTokenVerdict {
  const { active, ...payload } = answerSchema.parse(answer);
  if (!active) return { ok: false, reason: "token_inactive" };
  const type = payload["token_type"];
  if (type !== undefined && !(typeof type === "string" && /^bearer$/i.test(type))) {
    return { ok: false, reason: "not_access_token" };
  }
  const verdict = checkClaims({ iss: issuer, ...payload }, resource);
  return verdict.ok && verdict.claims.iss !== issuer ? { ok: false, reason: "issuer_unknown" } : verdict;
}

/** At each use: an answer is kept for a while. */
function checkTimes(claims: AccessTokenClaims, { now, clockToleranceSeconds }: CheckEnvironment): AccessTokenVerdict {
  if (now() >= claims.exp + clockToleranceSeconds) return { ok: false, reason: "token_expired" };
  if (claims.nbf !== undefined && now() < claims.nbf - clockToleranceSeconds) {
    return { ok: false, reason: "token_not_yet_valid" };
  }
  return { ok: true, claims };
}

async function hashOf(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
