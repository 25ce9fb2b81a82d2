import { z } from "zod";
import type { Context } from "../context.ts";
import type { Detail } from "../errors.ts";
import { refuse } from "../refusals/refuse.ts";
import { parseScope } from "../rules/scope.ts";
import { missingScopes } from "../rules/scope-hierarchy.ts";
import { narrowTarget } from "../rules/target.ts";
import { isSameHash } from "../secret.ts";
import type { Grant, RefreshState } from "../ports/store.ts";
import { after, isExpired } from "../time.ts";
import { type Issuance, issueTokens, prepareIssue } from "../tokens/issue.ts";
import {
  decodeRefreshToken,
  encodeRefreshToken,
  hashesOf,
  type RefreshToken,
  succeed,
} from "../tokens/refresh-token.ts";
import { type GrantType, originOf, type TokenRequest } from "./grant-type.ts";

const params = z.object({ refresh_token: z.string(), scope: z.string().optional() });

/** What a token request asks for, decided before anything is consumed. */
interface Wanted {
  issuance: Issuance;
  scopes: readonly string[];
  resources: readonly string[];
  resourceSent: boolean;
}

/**
 * RFC 6749 section 6 with rotation and reuse detection (OAuth 2.1 section 4.3.1). Within the replay
 * window the same predecessor gets the same successor, because real clients send one token twice at once.
 */
export const refreshToken: GrantType = {
  name: "refresh_token",
  renews: true,
  redirects: false,
  registration: "default",
  async exchange(context, request) {
    const parsed = params.safeParse({
      refresh_token: request.form.get("refresh_token"),
      scope: request.form.get("scope"),
    });
    if (!parsed.success) throw refuse("missing_refresh_token");
    const presented = decodeRefreshToken(parsed.data.refresh_token);
    if (presented === undefined) throw refuse("malformed_refresh_token");
    const grant = await findGrant(context, presented, request);
    const wanted = await decide(context, { grant, request, scope: parsed.data.scope });
    const successor = await renew(context, { grant, presented, request });
    return issueTokens(context, {
      ...wanted,
      grant,
      refreshToken: encodeRefreshToken(successor),
      grantType: refreshToken.name,
    });
  },
};

function describe(grant: Grant, facts: Pick<Detail, "received" | "registered"> = {}): Detail {
  return { clientId: grant.clientId, grantId: grant.id, ...facts };
}

type RefreshableGrant = Grant & { refresh: RefreshState };

/** The live grant of the token, when it is this client's and the token is one of its family. */
async function findGrant(context: Context, presented: RefreshToken, request: TokenRequest): Promise<RefreshableGrant> {
  const grant = await context.store.grants.get(presented.grantId);
  if (grant === undefined || !isRefreshable(grant)) throw refuse("unknown_refresh_token");
  if (!isSameHash(grant.refresh.familyHash, hashesOf(presented).familyHash)) throw refuse("unknown_refresh_token");
  if (grant.clientId !== request.client.id) {
    const facts = { received: { client_id: request.client.id }, registered: { client_id: grant.clientId } };
    throw refuse("other_client", { credential: "refresh token", detail: describe(grant, facts) });
  }
  if (grant.revokedAt !== undefined) {
    const registered = { revoked_because: grant.revokedReason ?? "" };
    throw refuse("grant_revoked", { detail: describe(grant, { registered }) });
  }
  if (isExpired(grant.expiresAt, context.clock.now())) throw refuse("grant_expired", { detail: describe(grant) });
  return grant;
}

function isRefreshable(grant: Grant): grant is RefreshableGrant {
  return grant.refresh !== undefined;
}

/** A narrower scope, or one that the grant implies, narrows this access token only; the grant keeps all (RFC 6749 section 6). */
async function decide(
  context: Context,
  question: { grant: Grant; request: TokenRequest; scope: string | undefined },
): Promise<Wanted> {
  const { grant, request, scope } = question;
  const target = narrowTarget(request.form.resources(), grant.resources);
  if (!target.ok) {
    const detail = describe(grant, {
      received: { resource: request.form.resources() },
      registered: { resources: grant.resources },
    });
    throw refuse("other_resource", { detail });
  }
  const asked = scope === undefined ? grant.scopes : parseScope(scope);
  if (asked === undefined || missingScopes(grant.scopes, asked).length > 0) {
    const detail = describe(grant, { received: { scope: asked ?? [] }, registered: { scopes: grant.scopes } });
    throw refuse("scope_widened", { detail });
  }
  const issuance = await prepareIssue(context, grant);
  return {
    issuance,
    scopes: asked.filter((name) => missingScopes(issuance.scopes, [name]).length === 0),
    resources: target.resources,
    resourceSent: grant.resourceSent || request.form.resources().length > 0,
  };
}

interface Renewal {
  grant: RefreshableGrant;
  presented: RefreshToken;
  request: TokenRequest;
}

/** The successor of the presented token: a new one when it is current, the same one in the replay window. */
async function renew(context: Context, renewal: Renewal): Promise<RefreshToken> {
  const { grant, presented } = renewal;
  const { ownHash } = hashesOf(presented);
  if (!isSameHash(ownHash, grant.refresh.currentHash)) return await replay(context, renewal);
  const now = context.clock.now();
  if (isExpired(grant.refresh.idleExpiresAt, now)) throw refuse("refresh_token_expired", { detail: describe(grant) });
  const salt = context.random.bytes(32).toString("base64url");
  const successor = succeed(presented, salt);
  const idleTtl = renewal.request.client.refreshTokenTtlSeconds ?? context.config.refreshTokenIdleTtlSeconds;
  const outcome = await context.store.grants.rotate({
    grantId: grant.id,
    presentedHash: ownHash,
    nextHash: hashesOf(successor).ownHash,
    salt,
    rotatedAt: now,
    idleExpiresAt: after(now, idleTtl),
    ...originOf(renewal.request.request),
  });
  if (outcome === "rotated") return successor;
  const changed = await findGrant(context, presented, renewal.request);
  return await replay(context, { ...renewal, grant: changed });
}

/** A token that is no longer current: its successor inside the window, otherwise the end of the family. */
async function replay(context: Context, renewal: Renewal): Promise<RefreshToken> {
  const { grant, presented } = renewal;
  const { previousHash, salt, rotatedAt } = grant.refresh;
  const now = context.clock.now();
  const isPredecessor = previousHash !== undefined && isSameHash(hashesOf(presented).ownHash, previousHash);
  const windowSeconds = context.config.refreshReplayWindowSeconds;
  const isPatient = renewal.request.client.refreshReplay === "until_successor_used";
  const isInWindow = rotatedAt !== undefined && (isPatient || !isExpired(after(rotatedAt, windowSeconds), now));
  const { clientId, id: grantId } = grant;
  if (isPredecessor && isInWindow && salt !== undefined) {
    if (isExpired(grant.refresh.idleExpiresAt, now)) throw refuse("refresh_token_expired", { detail: describe(grant) });
    context.events.emit({ type: "refresh_token.replayed", clientId, grantId });
    return succeed(presented, salt);
  }
  await context.store.grants.revoke(grantId, { reason: "refresh_token_reused", now });
  context.events.emit({ type: "refresh_token.reused", clientId, grantId });
  const replacedFor = rotatedAt === undefined ? {} : { seconds_since_last_rotation: String(now - rotatedAt) };
  const registered = { replay_window_seconds: String(windowSeconds) };
  throw refuse("refresh_token_reused", { detail: describe(grant, { received: replacedFor, registered }) });
}
