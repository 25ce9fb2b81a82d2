import type { Context } from "../context.ts";
import { InsufficientScopeError, InvalidRequestError, InvalidTokenError } from "../errors.ts";
import { parseForm } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { isSameResource } from "../rules/resource-uri.ts";
import { type AccessTokenClaims, findLiveGrant, grantOf, readAccessToken } from "../tokens/access-token.ts";
import { personalClaims } from "../tokens/issue.ts";
import { endpointUrls } from "../urls.ts";

/** OpenID Connect Core section 5.3: claims by the token's scopes. The token comes in the header only. */
export async function handleUserinfo(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const token = readBearer(request);
  const claims = await readAccessToken(context, token);
  const live = claims === undefined ? undefined : await findLiveGrant(context, await grantOf(context, claims));
  if (claims === undefined || live === undefined) throw invalidToken("dead_token");
  if (!isForUs(context, claims)) throw invalidToken("other_audience");
  const scopes = claims.scope.split(" ");
  if (!scopes.includes("openid")) {
    throw new InsufficientScopeError("the token has no openid scope", { reason: "openid_missing" });
  }
  return { status: 200, body: { sub: live.user.id, ...personalClaims(live.user, scopes) } };
}

function invalidToken(reason: string): InvalidTokenError {
  return new InvalidTokenError("the access token is invalid, expired, revoked or not for this endpoint", { reason });
}

/** RFC 6750 section 2: one header; never the query or the body. */
function readBearer(request: OAuthRequest): string {
  if (request.authorization.length > 1 || hasTokenElsewhere(request)) {
    throw new InvalidRequestError("the token must come once, in the Authorization header", { reason: "token_place" });
  }
  const [header] = request.authorization;
  const token = header === undefined ? undefined : /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
  if (token === undefined) {
    throw new InvalidTokenError("an access token is needed", { reason: "no_token", presented: false });
  }
  return token;
}

function hasTokenElsewhere(request: OAuthRequest): boolean {
  return parseForm(request.query).has("access_token") || parseForm(request.body).has("access_token");
}

function isForUs(context: Context, claims: AccessTokenClaims): boolean {
  const audience = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  return audience.some((uri) => isSameResource(uri, endpointUrls(context.config).userinfo));
}
