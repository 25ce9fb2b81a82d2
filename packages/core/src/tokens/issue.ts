import { hash } from "node:crypto";
import { maxAccessTokenSeconds } from "../config.ts";
import type { Context } from "../context.ts";
import type { JsonObject, OAuthResponse } from "../messages.ts";
import { isAllowedToClient, isAllowedToUser, scopeCatalogue } from "../rules/scope.ts";
import type { Client, Grant, Resource, User } from "../ports/store.ts";
import { after } from "../time.ts";
import { endpointUrls } from "../urls.ts";
import { createAccessToken } from "./access-token.ts";
import { idTokenPurpose, signJwt } from "./jwt.ts";
import { type Bound, findParties } from "./liveness.ts";
import { refuse } from "../refusals/refuse.ts";

/** Leave to issue tokens: client and person were checked, and the scopes cut to what both may still have. */
export interface Issuance {
  client: Client;
  user: User;
  systemEpoch: number;
  scopes: readonly string[];
  /** The resources that are registered now. */
  registered: readonly Resource[];
}

/**
 * Checks, before anything is consumed, that a code or grant may still be exchanged for tokens.
 * @throws InvalidGrantError when the client or the person is disabled or gone, an epoch has moved on
 * (password change, sign-out everywhere), or none of the scopes is allowed any more
 */
export async function prepareIssue(context: Context, basis: Bound & { scopes: readonly string[] }): Promise<Issuance> {
  const parties = await findParties(context, basis);
  if (parties === undefined) throw refuse("parties_changed");
  const registered = await context.store.resources.list();
  const catalogue = scopeCatalogue(context.config.scopes, registered);
  const scopes = basis.scopes.filter((name) => {
    const scope = catalogue.get(name);
    return scope !== undefined && isAllowedToClient(parties.client, scope) && isAllowedToUser(parties.user, scope);
  });
  if (scopes.length === 0 && basis.scopes.length > 0) {
    throw refuse("scopes_withdrawn", {
      detail: { received: { scope: basis.scopes } },
    });
  }
  return { ...parties, scopes, registered };
}

export interface IssueRequest {
  issuance: Issuance;
  grant: Grant;
  /** The scopes of this access token; within those of the issuance. */
  scopes: readonly string[];
  resources: readonly string[];
  /** Whether the client named a resource, now or at the authorization endpoint. */
  resourceSent: boolean;
  refreshToken: string | undefined;
  nonce?: string | undefined;
  /** The flow that ends with these tokens. */
  flowId?: string;
  /** The wire name of the grant type, for the event. */
  grantType: string;
}

/** Signs the tokens of one request: the only way to a token response (RFC 6749 section 5.1). */
export function issueTokens(context: Context, issue: IssueRequest): OAuthResponse {
  const { grant } = issue;
  const now = context.clock.now();
  const resources = resourcesOf(issue);
  const expiresAt = Math.min(after(now, lifetimeOf(context, issue)), grant.expiresAt);
  const accessToken = createAccessToken(context, {
    basis: { grant },
    scopes: issue.scopes,
    audience: audienceOf(context, issue),
    expiresAt,
    isOpaque: resources.some((resource) => resource.tokenFormat === "opaque"),
  });
  const { userId, clientId } = grant;
  context.events.emit({
    type: "tokens.issued",
    userId,
    clientId,
    grantId: grant.id,
    grantType: issue.grantType,
    ...(issue.flowId === undefined ? {} : { flowId: issue.flowId }),
  });
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: expiresAt - now,
      refresh_token: issue.refreshToken,
      scope: issue.scopes.join(" "),
      id_token: issue.scopes.includes("openid") ? signIdToken(context, issue, accessToken) : undefined,
    },
  };
}

export interface ClientIssueRequest {
  client: Client;
  scopes: readonly string[];
  /** At least one. */
  resources: readonly string[];
  registered: readonly Resource[];
}

/** The token that a client gets for itself (RFC 6749 section 4.4.3): nothing is stored, and nothing renews it. */
export async function issueClientToken(context: Context, issue: ClientIssueRequest): Promise<OAuthResponse> {
  const { client, scopes, resources: audience, registered } = issue;
  const resources = registered.filter(({ uri }) => audience.includes(uri));
  const systemEpoch = (await context.store.system.get())?.epoch ?? 0;
  const lifetime = lifetimeFor(client, resources, context.config.clientTokenTtlSeconds);
  const accessToken = createAccessToken(context, {
    basis: { client, systemEpoch },
    scopes,
    audience,
    expiresAt: after(context.clock.now(), lifetime),
    isOpaque: resources.some((resource) => resource.tokenFormat === "opaque"),
  });
  context.events.emit({ type: "client_token.issued", clientId: client.id, scopes });
  return {
    status: 200,
    body: { access_token: accessToken, token_type: "Bearer", expires_in: lifetime, scope: scopes.join(" ") },
  };
}

type Target = Pick<IssueRequest, "issuance" | "resources">;

function resourcesOf({ issuance, resources }: Target): readonly Resource[] {
  return issuance.registered.filter(({ uri }) => resources.includes(uri));
}

/** Of an access token: the shortest that the resources ask for; else the client's own; else the server's; an hour at most. In seconds. */
export function lifetimeOf(context: Context, target: Target): number {
  return lifetimeFor(target.issuance.client, resourcesOf(target), context.config.accessTokenTtlSeconds);
}

function lifetimeFor(client: Client, resources: readonly Resource[], usual: number): number {
  const asked = resources.flatMap((resource) => resource.accessTokenTtlSeconds ?? []);
  const own = asked.length === 0 ? (client.accessTokenTtlSeconds ?? usual) : Math.min(...asked);
  return Math.min(own, maxAccessTokenSeconds);
}

/**
 * The resources, in their registered spelling. A client that named none and signs people in must be able
 * to read their claims, so the user-info endpoint stands beside them; without any resource it stands alone.
 */
function audienceOf(context: Context, issue: IssueRequest): readonly string[] {
  const { resources, resourceSent, scopes } = issue;
  if (resources.length === 0) return [endpointUrls(context.config).userinfo];
  const reachesUserinfo = !resourceSent && scopes.includes("openid");
  return reachesUserinfo ? [...resources, endpointUrls(context.config).userinfo] : resources;
}

/** OpenID Connect Core sections 2 and 3.1.3.6. */
function signIdToken(context: Context, issue: IssueRequest, accessToken: string): string {
  const now = context.clock.now();
  const digest = hash("sha256", accessToken, "buffer");
  return signJwt(context.keys, idTokenPurpose, {
    iss: context.config.issuer,
    sub: issue.grant.userId,
    aud: issue.grant.clientId,
    exp: after(now, context.config.idTokenTtlSeconds),
    iat: now,
    auth_time: issue.grant.authenticatedAt,
    nonce: issue.nonce,
    at_hash: digest.subarray(0, digest.length / 2).toString("base64url"),
    ...personalClaims(issue.issuance.user, issue.scopes),
  });
}

/** What the scopes let a client know of a person (OpenID Connect Core section 5.4). */
export function personalClaims(user: User, scopes: readonly string[]): JsonObject {
  return {
    name: scopes.includes("profile") ? user.name : undefined,
    email: scopes.includes("email") ? user.email : undefined,
  };
}
