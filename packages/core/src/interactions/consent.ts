import type { Context } from "../context.ts";
import { resourcesKey } from "../rules/resources-key.ts";
import { isHttpsRedirect } from "../rules/redirect-uri.ts";
import { missingScopes } from "../rules/scope-hierarchy.ts";
import type { AuthorizationRequest, Client, Consent, Scope, User } from "../ports/store.ts";
import { after, isExpired } from "../time.ts";

/** The consent that still counts for this request, if there is one. */
export async function findConsent(
  context: Context,
  question: { request: AuthorizationRequest; user: User },
): Promise<Consent | undefined> {
  const { request, user } = question;
  const consent = await context.store.consents.get({
    userId: user.id,
    clientId: request.clientId,
    resources: resourcesKey(request.resources),
  });
  return consent === undefined || isExpired(consent.expiresAt, context.clock.now()) ? undefined : consent;
}

/**
 * Whether the person need not be asked again: they allowed as much before, and the client is surely the
 * same one. A loopback or custom-scheme address, or a client that registered itself, can be anybody; the
 * host of a metadata document vouches for the https addresses in it
 * (OAuth 2.1 section 7.3.1; RFC 8252 section 8.6).
 */
export function isCovered(
  context: Context,
  question: { request: AuthorizationRequest; client: Client; consent: Consent | undefined },
): boolean {
  const { request, client, consent } = question;
  if (consent === undefined || request.prompt.includes("consent")) return false;
  if (missingScopes(consent.scopes, request.scopes).length > 0) return false;
  return context.config.rememberUnprovenConsent || isProven(client, request.redirectUri);
}

function isProven(client: Client, redirectUri: string): boolean {
  if (client.provenance === "dynamic") return false;
  const isKnownByItself = client.provenance === "preregistered" && client.type === "confidential";
  return isKnownByItself || isHttpsRedirect(redirectUri);
}

/**
 * The scopes that a request is really about: what it asks for and, for the same resources, what the person
 * allowed before. A privileged scope counts only when it is asked for by name.
 */
export function scopesAtStake(
  context: Context,
  question: { request: AuthorizationRequest; consent: Consent | undefined; catalogue: ReadonlyMap<string, Scope> },
): readonly string[] {
  const { request, consent, catalogue } = question;
  if (!context.config.accumulateScopes || consent === undefined) return request.scopes;
  const earlier = consent.scopes.filter((name) => {
    const scope = catalogue.get(name);
    return scope !== undefined && scope.roles === undefined;
  });
  return [...new Set([...request.scopes, ...earlier])];
}

/** The consent that an approval leaves: what was allowed last, not everything that ever was. */
export function createConsent(
  context: Context,
  approval: { request: AuthorizationRequest; user: User; scopes: readonly string[]; earlier: Consent | undefined },
): Consent {
  const { request, user, scopes, earlier } = approval;
  const now = context.clock.now();
  return {
    userId: user.id,
    clientId: request.clientId,
    resources: resourcesKey(request.resources),
    scopes,
    redirectUri: request.redirectUri,
    grantedAt: earlier?.grantedAt ?? now,
    updatedAt: now,
    expiresAt: after(now, context.config.consentTtlSeconds),
  };
}
