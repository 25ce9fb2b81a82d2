import { z } from "zod";
import type { Context } from "../context.ts";
import type { Detail } from "../errors.ts";
import { refuse } from "../refusals/refuse.ts";
import { flowIdOf } from "../rules/flow-id.ts";
import { matchesCodeChallenge } from "../rules/pkce.ts";
import { narrowTarget } from "../rules/target.ts";
import { hashSecret, isSameHash } from "../secret.ts";
import type { Client, Code, Grant } from "../ports/store.ts";
import { isExpired } from "../time.ts";
import { issueTokens, prepareIssue } from "../tokens/issue.ts";
import { createGrant } from "../tokens/new-grant.ts";
import { decodeToken, tokenPrefixes } from "../secret-text.ts";
import { type GrantType, originOf, type TokenRequest } from "./grant-type.ts";

const params = z.object({
  code: z.string(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
});
type Params = z.infer<typeof params>;

const codeSecretBytes = 32;

/** RFC 6749 section 4.1.3 with PKCE (RFC 7636). Every binding is checked before the code is consumed. */
export const authorizationCode: GrantType = {
  name: "authorization_code",
  renews: false,
  redirects: true,
  registration: "default",
  async exchange(context, request) {
    const sent = readParams(request);
    const code = await findCode(context, sent.code);
    checkBindings(code, request.client, sent);
    const target = narrowTarget(request.form.resources(), code.resources);
    if (!target.ok) {
      const detail = describe(code, {
        received: { resource: request.form.resources() },
        registered: { resources: code.resources },
      });
      throw refuse("other_resource", { detail });
    }
    if (code.redeemedBy === undefined && isExpired(code.expiresAt, context.clock.now())) {
      throw refuse("code_expired", { detail: describeAge(context, code) });
    }
    const issuance = await prepareIssue(context, code);
    const resourceSent = code.resourceSent || request.form.resources().length > 0;
    const { grant, refreshToken } = createGrant(context, {
      code,
      issuance,
      resources: target.resources,
      resourceSent,
      origin: originOf(request.request),
    });
    await redeem(context, code, grant);
    return issueTokens(context, {
      issuance,
      grant,
      scopes: issuance.scopes,
      resources: target.resources,
      resourceSent,
      refreshToken,
      nonce: code.nonce,
      flowId: flowIdOf(code.codeChallenge),
      grantType: authorizationCode.name,
    });
  },
};

function readParams(request: TokenRequest): Params {
  const { form } = request;
  const parsed = params.safeParse({
    code: form.get("code"),
    redirect_uri: form.get("redirect_uri"),
    code_verifier: form.get("code_verifier"),
  });
  if (!parsed.success) throw refuse("missing_code");
  return parsed.data;
}

function describe(code: Code, facts: Pick<Detail, "received" | "registered"> = {}): Detail {
  const { clientId, redeemedBy } = code;
  const grant = redeemedBy === undefined ? {} : { grantId: redeemedBy };
  return { clientId, flowId: flowIdOf(code.codeChallenge), ...grant, ...facts };
}

function describeAge(context: Context, code: Code): Detail {
  const age = context.clock.now() - code.createdAt;
  const lifetime = code.expiresAt - code.createdAt;
  return describe(code, { received: { age_seconds: String(age) }, registered: { lifetime_seconds: String(lifetime) } });
}

async function findCode(context: Context, text: string): Promise<Code> {
  const decoded = decodeToken(tokenPrefixes.authorizationCode, text, codeSecretBytes);
  if (decoded === undefined) throw refuse("malformed_code");
  const code = await context.store.grants.getCode(decoded.id);
  if (code === undefined || !isSameHash(code.hash, hashSecret(decoded.secret))) throw refuse("unknown_code");
  return code;
}

/**
 * The client, the verifier, and the redirect URI with the port that was really used (RFC 6749 section
 * 4.1.3). PKCE is never absent, so a redirect URI need not be repeated (OAuth 2.1 section 10.2).
 */
function checkBindings(code: Code, client: Client, sent: Params): void {
  const { redirect_uri: redirectUri, code_verifier: verifier } = sent;
  if (code.clientId !== client.id) {
    const facts = { received: { client_id: client.id }, registered: { client_id: code.clientId } };
    throw refuse("other_client", { credential: "authorization code", detail: describe(code, facts) });
  }
  if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
    const facts = { received: { redirect_uri: redirectUri }, registered: { redirect_uris: [code.redirectUri] } };
    throw refuse("other_redirect_uri", { detail: describe(code, facts) });
  }
  if (verifier === undefined) throw refuse("missing_code_verifier", { detail: describe(code) });
  if (!matchesCodeChallenge(verifier, code.codeChallenge)) {
    const facts = { received: { code_verifier_length: String(verifier.length) } };
    throw refuse("wrong_code_verifier", { detail: describe(code, facts) });
  }
}

async function redeem(context: Context, code: Code, grant: Grant): Promise<void> {
  const outcome = await context.store.grants.redeem(code.id, grant);
  switch (outcome) {
    case "redeemed":
      return;
    case "gone":
      throw refuse("code_gone", { detail: describe(code) });
    case "replayed":
      context.events.emit({
        type: "code.replayed",
        userId: code.userId,
        clientId: code.clientId,
        flowId: flowIdOf(code.codeChallenge),
      });
      throw refuse("code_replayed", { detail: describe(code) });
  }
}
