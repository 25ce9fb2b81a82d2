import { z } from "zod";
import type { Context } from "../context.ts";
import type { Detail, OAuthError } from "../errors.ts";
import { refuse } from "../refusals/refuse.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { parseScope } from "../rules/scope.ts";
import { missingScopes } from "../rules/scope-hierarchy.ts";
import { narrowTarget } from "../rules/target.ts";
import { isSameHash, type SecretHash } from "../secret.ts";
import type { Code, DeviceRequest } from "../ports/store.ts";
import { isExpired } from "../time.ts";
import { decodeDeviceCode } from "../tokens/device-code.ts";
import { issueTokens, prepareIssue } from "../tokens/issue.ts";
import { createGrant } from "../tokens/new-grant.ts";
import { type GrantType, originOf, type TokenRequest } from "./grant-type.ts";

const params = z.object({ device_code: z.string(), scope: z.string().optional() });

/** How much longer the device has to wait after each question that came too soon (RFC 8628 section 3.5). */
const penaltySeconds = 5;

/**
 * RFC 8628 section 3.4. Approval leaves a code under the device code's own id; until then the device hears how
 * the request stands. A second redemption buys nothing, and spares what the first one bought: devices ask
 * again when an answer is lost, and several questions may be under way.
 */
export const deviceCode: GrantType = {
  name: "urn:ietf:params:oauth:grant-type:device_code",
  renews: false,
  redirects: false,
  registration: "named",
  async exchange(context, request) {
    const parsed = params.safeParse({ device_code: request.form.get("device_code"), scope: request.form.get("scope") });
    if (!parsed.success) throw refuse("missing_device_code");
    const presented = decodeDeviceCode(parsed.data.device_code);
    if (presented === undefined) throw refuse("malformed_device_code");
    const code = await context.store.grants.getCode(presented.id);
    if (code === undefined) throw await tellState(context, presented, request);
    checkBinding(code, presented.hash, request);
    if (code.redeemedBy !== undefined) throw refuse("device_code_used", { detail: describe(code) });
    if (isExpired(code.expiresAt, context.clock.now())) throw expired(code);
    return await redeem(context, { code, request, scope: parsed.data.scope });
  },
};

function expired(row: Code | DeviceRequest): OAuthError {
  return refuse("device_code_expired", { detail: describe(row) });
}

function describe({ clientId, hash }: Code | DeviceRequest): Detail {
  return { clientId, flowId: flowIdOf(hash) };
}

function checkBinding(row: Code | DeviceRequest, hash: SecretHash, { client }: TokenRequest): void {
  if (!isSameHash(row.hash, hash)) throw refuse("unknown_device_code");
  if (row.clientId === client.id) return;
  const facts = { received: { client_id: client.id }, registered: { client_id: row.clientId } };
  throw refuse("other_client", { credential: "device code", detail: { ...describe(row), ...facts } });
}

/** Why there is nothing to have, or not yet. */
async function tellState(
  context: Context,
  { id, hash }: { id: number; hash: SecretHash },
  request: TokenRequest,
): Promise<OAuthError> {
  const now = context.clock.now();
  const poll = await context.store.devices.poll(id, now, penaltySeconds);
  if (poll === undefined) return refuse("unknown_device_code");
  checkBinding(poll.request, hash, request);
  const detail = describe(poll.request);
  if (poll.request.deniedAt !== undefined) {
    return refuse("device_denied", { detail });
  }
  if (isExpired(poll.request.expiresAt, now)) return expired(poll.request);
  return poll.isEarly ? refuse("device_slow_down", { detail }) : refuse("device_pending", { detail });
}

async function redeem(
  context: Context,
  { code, request, scope }: { code: Code; request: TokenRequest; scope: string | undefined },
) {
  const { form } = request;
  const target = narrowTarget(form.resources(), code.resources);
  if (!target.ok) {
    const facts = { received: { resource: form.resources() }, registered: { resources: code.resources } };
    const detail = { ...describe(code), ...facts };
    throw refuse("other_resource", { detail });
  }
  const asked = scope === undefined ? code.scopes : parseScope(scope);
  if (asked === undefined || missingScopes(code.scopes, asked).length > 0) {
    const facts = { received: { scope: asked ?? [] }, registered: { scopes: code.scopes } };
    throw refuse("scope_widened", { detail: { ...describe(code), ...facts } });
  }
  const issuance = await prepareIssue(context, code);
  const { resources } = target;
  const resourceSent = code.resourceSent || form.resources().length > 0;
  const origin = originOf(request.request);
  const { grant, refreshToken } = createGrant(context, { code, issuance, resources, resourceSent, origin });
  const outcome = await context.store.grants.redeem(code.id, grant, "spare");
  if (outcome !== "redeemed") throw refuse("device_code_used", { detail: describe(code) });
  const scopes = asked.filter((name) => missingScopes(issuance.scopes, [name]).length === 0);
  const flowId = flowIdOf(code.hash);
  const issueRequest = { issuance, grant, scopes, resources, resourceSent, refreshToken };
  return issueTokens(context, { ...issueRequest, flowId, grantType: deviceCode.name });
}
