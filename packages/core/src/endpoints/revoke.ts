import { authenticateClient } from "../client-auth/authenticate.ts";
import type { Context } from "../context.ts";
import { readForm } from "../form.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import type { Client } from "../ports/store.ts";
import { epochSeconds } from "../time.ts";
import { findPresented, type Presented } from "../tokens/inspect.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * RFC 7009. Either token ends its whole grant at once, and one that a client got for itself only itself; a
 * token that is unknown, dead or another client's gets the same empty 200 without effect. The hint is not needed: a token's own form tells what it is.
 */
export async function handleRevoke(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const form = readForm(request);
  const { client } = await authenticateClient(context, request, form);
  const token = form.get("token");
  if (token === undefined) throw refuse("missing_token");
  const found = await findPresented(context, token, { allowExpired: true });
  if (found !== undefined) await end(context, client, found);
  return { status: 200 };
}

async function end(context: Context, { id: clientId }: Client, found: Presented): Promise<void> {
  if (found.kind === "own") {
    const { client_id: ownerId, jti, exp } = found.claims;
    if (ownerId !== clientId) return;
    await context.store.revocations.insert({ jti, at: context.clock.now(), expiresAt: epochSeconds(exp) });
    context.events.emit({ type: "client_token.revoked", clientId });
    return;
  }
  const { id: grantId } = found.grant;
  if (found.grant.clientId !== clientId) return;
  const reason = "client_request";
  const outcome = await context.store.grants.revoke(grantId, { reason, now: context.clock.now() });
  if (outcome === "revoked") context.events.emit({ type: "grant.revoked", clientId, grantId, reason });
}
