import type { Context } from "../context.ts";
import type { Detail } from "../errors.ts";
import { parseForm } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { isSameResource } from "../rules/resource-uri.ts";
import { type AccessTokenClaims, grantOf, readAccessToken } from "../tokens/access-token.ts";
import { personalClaims } from "../tokens/issue.ts";
import { findLiveGrant } from "../tokens/liveness.ts";
import { endpointUrls } from "../urls.ts";
import { bearerOf } from "./bearer.ts";
import { refuse } from "../refusals/refuse.ts";

/** OpenID Connect Core section 5.3: claims by the token's scopes. The token comes in the header only. */
export async function handleUserinfo(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const token = readToken(request);
  const claims = await readAccessToken(context, token);
  const live = claims === undefined ? undefined : await findLiveGrant(context, await grantOf(context, claims));
  if (claims === undefined || live === undefined) throw refuse("dead_token");
  if (!isForUs(context, claims)) throw refuse("other_audience", { detail: describe(context, claims) });
  context.flowLog.noteUse(live.grant.id);
  const scopes = claims.scope.split(" ");
  if (!scopes.includes("openid")) {
    const detail = { received: { scope: scopes } };
    throw refuse("openid_missing", { detail });
  }
  return { status: 200, body: { sub: live.user.id, ...personalClaims(live.user, scopes) } };
}

function describe(context: Context, { aud, client_id: clientId }: AccessTokenClaims): Detail {
  const received = { aud: typeof aud === "string" ? [aud] : aud };
  return { clientId, received, registered: { userinfo_endpoint: endpointUrls(context.config).userinfo } };
}

/** As RFC 6750 section 2 has it, but in the header only: never in the query or the body. */
function readToken(request: OAuthRequest): string {
  if (parseForm(request.body).has("access_token")) {
    throw refuse("token_place");
  }
  const token = bearerOf(request);
  if (token !== undefined) return token;
  throw refuse("no_token", { presented: false });
}

function isForUs(context: Context, claims: AccessTokenClaims): boolean {
  const audience = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  return audience.some((uri) => isSameResource(uri, endpointUrls(context.config).userinfo));
}
