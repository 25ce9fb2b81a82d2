import type { Context } from "../context.ts";
import { type Detail, InsufficientScopeError, InvalidRequestError, InvalidTokenError } from "../errors.ts";
import { parseForm } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { isSameResource } from "../rules/resource-uri.ts";
import { type AccessTokenClaims, grantOf, readAccessToken } from "../tokens/access-token.ts";
import { personalClaims } from "../tokens/issue.ts";
import { findLiveGrant } from "../tokens/liveness.ts";
import { endpointUrls } from "../urls.ts";
import { bearerOf } from "./bearer.ts";

/** OpenID Connect Core section 5.3: claims by the token's scopes. The token comes in the header only. */
export async function handleUserinfo(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const token = readToken(request);
  const claims = await readAccessToken(context, token);
  const live = claims === undefined ? undefined : await findLiveGrant(context, await grantOf(context, claims));
  if (claims === undefined || live === undefined) throw invalidToken("dead_token", {});
  if (!isForUs(context, claims)) throw invalidToken("other_audience", describe(context, claims));
  context.flowLog.noteUse(live.grant.id);
  const scopes = claims.scope.split(" ");
  if (!scopes.includes("openid")) {
    const detail = { received: { scope: scopes } };
    throw new InsufficientScopeError("the token has no openid scope", { reason: "openid_missing", detail });
  }
  return { status: 200, body: { sub: live.user.id, ...personalClaims(live.user, scopes) } };
}

function invalidToken(reason: string, detail: Detail): InvalidTokenError {
  const description = "the access token is invalid, expired, revoked or not for this endpoint";
  return new InvalidTokenError(description, { reason, detail });
}

function describe(context: Context, { aud, client_id: clientId }: AccessTokenClaims): Detail {
  const received = { aud: typeof aud === "string" ? [aud] : aud };
  return { clientId, received, registered: { userinfo_endpoint: endpointUrls(context.config).userinfo } };
}

/** As RFC 6750 section 2 has it, but in the header only: never in the query or the body. */
function readToken(request: OAuthRequest): string {
  if (parseForm(request.body).has("access_token")) {
    throw new InvalidRequestError("the token must come once, in the Authorization header", { reason: "token_place" });
  }
  const token = bearerOf(request);
  if (token !== undefined) return token;
  throw new InvalidTokenError("an access token is needed", { reason: "no_token", presented: false });
}

function isForUs(context: Context, claims: AccessTokenClaims): boolean {
  const audience = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  return audience.some((uri) => isSameResource(uri, endpointUrls(context.config).userinfo));
}
