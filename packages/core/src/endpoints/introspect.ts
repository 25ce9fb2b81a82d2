import { authenticateClient } from "../client-auth/authenticate.ts";
import type { Context } from "../context.ts";
import { readForm } from "../form.ts";
import type { JsonObject, OAuthRequest, OAuthResponse } from "../messages.ts";
import { isSameResource } from "../rules/resource-uri.ts";
import type { Client, User } from "../ports/store.ts";
import type { AccessTokenClaims } from "../tokens/access-token.ts";
import { findPresented, type Presented } from "../tokens/inspect.ts";
import { personalClaims } from "../tokens/issue.ts";
import { findLiveClient, findLiveGrant } from "../tokens/liveness.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * RFC 7662. Only a client that proved itself with a secret may ask, and it learns of its own tokens and
 * of access tokens for the resource that it serves; everything else is `{"active":false}`.
 */
export async function handleIntrospect(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const form = readForm(request);
  const { client: caller, isProven } = await authenticateClient(context, request, form);
  if (!isProven) {
    throw refuse("public_client");
  }
  const token = form.get("token");
  if (token === undefined) throw refuse("missing_token");
  const body = await describe(context, caller, token);
  return { status: 200, body: body ?? { active: false } };
}

/**
 * What introspection says of a living access token, to a resource server in this process, which needs no leave.
 * @returns undefined for every other text
 */
export async function lookUpAccessToken(context: Context, text: string): Promise<JsonObject | undefined> {
  const found = await findPresented(context, text);
  if (found === undefined || found.kind === "refresh") return undefined;
  const live = await findSpeaker(context, found);
  return live === undefined ? undefined : describeAccessToken(found.claims, live);
}

async function describe(context: Context, caller: Client, token: string): Promise<JsonObject | undefined> {
  const found = await findPresented(context, token);
  switch (found?.kind) {
    case undefined:
      return undefined;
    case "refresh":
      return await describeRefreshToken(context, caller, found);
    case "access":
    case "own": {
      const live = await findSpeaker(context, found);
      return live !== undefined && mayKnow(caller, found.claims) ? describeAccessToken(found.claims, live) : undefined;
    }
  }
}

/** Who stands behind an access token, when it is alive. */
async function findSpeaker(
  context: Context,
  found: Presented & { kind: "access" | "own" },
): Promise<{ user?: User } | undefined> {
  if (found.kind === "own") return (await findLiveClient(context, found.claims)) === undefined ? undefined : {};
  const live = await findLiveGrant(context, found.grant);
  if (live !== undefined) context.flowLog.noteUse(live.grant.id);
  return live;
}

/** Whether the token is the caller's own, or for the resource that the caller serves. */
function mayKnow(caller: Client, claims: AccessTokenClaims): boolean {
  return claims.client_id === caller.id || servesAudience(caller, claims);
}

/** Whether the caller is the resource server that the token is for. */
function servesAudience(caller: Client, claims: AccessTokenClaims): boolean {
  const audience = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  const { defaultResource } = caller;
  return defaultResource !== undefined && audience.some((uri) => isSameResource(uri, defaultResource));
}

function describeAccessToken(claims: AccessTokenClaims, { user }: { user?: User }): JsonObject {
  const scopes = claims.scope === "" ? [] : claims.scope.split(" ");
  return {
    active: true,
    scope: claims.scope,
    client_id: claims.client_id,
    username: user && personalClaims(user, scopes)["email"],
    token_type: "Bearer",
    exp: claims.exp,
    iat: claims.iat,
    nbf: claims.iat,
    sub: claims.sub,
    aud: claims.aud,
    iss: claims.iss,
    jti: claims.jti,
  };
}

/** No `token_type`: a refresh token has none of the registered types (RFC 7662 section 2.2). */
async function describeRefreshToken(
  context: Context,
  caller: Client,
  found: Presented & { kind: "refresh" },
): Promise<JsonObject | undefined> {
  const { grant, isCurrent } = found;
  const live = await findLiveGrant(context, grant);
  if (live?.client.id !== caller.id || !isCurrent) return undefined;
  return {
    active: true,
    scope: grant.scopes.join(" "),
    client_id: grant.clientId,
    exp: Math.min(grant.expiresAt, grant.refresh?.idleExpiresAt ?? grant.expiresAt),
    iat: grant.lastUsedAt,
    sub: grant.userId,
    aud: context.config.issuer,
    iss: context.config.issuer,
  };
}
