import { authenticateClient } from "../client-auth/authenticate.ts";
import type { Context } from "../context.ts";
import { readForm } from "../form.ts";
import { grantTypeList } from "../grants/all.ts";
import type { TokenRequest } from "../grants/grant-type.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { refuse } from "../refusals/refuse.ts";

/** The token endpoint (RFC 6749 section 3.2): client first, then the grant. */
export async function handleToken(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const form = readForm(request);
  const { client, isProven } = await authenticateClient(context, request, form);
  return await exchangeGrant(context, { form, client, isProven, request });
}

/** What follows once the client is known. */
export async function exchangeGrant(context: Context, request: TokenRequest): Promise<OAuthResponse> {
  const { form, client } = request;
  const wanted = form.get("grant_type");
  if (wanted === undefined) throw refuse("missing_grant_type");
  const grantType = grantTypeList.find((candidate) => candidate.name === wanted);
  if (grantType === undefined) {
    throw refuse("unsupported_grant_type", {
      detail: { received: { grant_type: wanted }, registered: { grant_types: context.grantTypes.names } },
    });
  }
  if (!client.grantTypes.includes(grantType.name)) {
    throw refuse("unregistered_grant_type", {
      detail: { received: { grant_type: wanted }, registered: { grant_types: client.grantTypes } },
    });
  }
  return await grantType.exchange(context, request);
}
