import { authenticateClient } from "../client-auth/authenticate.ts";
import type { Context } from "../context.ts";
import { InvalidRequestError } from "../errors.ts";
import { readForm } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { findPresentedGrant } from "../tokens/inspect.ts";

/**
 * RFC 7009. Either token ends its whole grant at once; a token that is unknown, dead or another client's
 * gets the same empty 200 without effect. The hint is not needed: a token's own form tells what it is.
 */
export async function handleRevoke(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const form = readForm(request);
  const { client } = await authenticateClient(context, request, form);
  const token = form.get("token");
  if (token === undefined) throw new InvalidRequestError("token is missing", { reason: "missing_token" });
  const found = await findPresentedGrant(context, token, { allowExpired: true });
  if (found !== undefined && found.grant.clientId === client.id) {
    const { id } = found.grant;
    const outcome = await context.store.grants.revoke(id, { reason: "client_request", now: context.clock.now() });
    if (outcome === "revoked") {
      context.events.emit({ type: "grant.revoked", clientId: client.id, grantId: id, reason: "client_request" });
    }
  }
  return { status: 200 };
}
