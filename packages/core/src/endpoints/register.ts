import { bearerOf } from "./bearer.ts";
import { createClient } from "../clients/create.ts";
import {
  type ClientMetadata,
  describeClient,
  parseClientMetadata,
  readSelfDescription,
  rejectedRedirectUris,
  type SelfDescription,
  type Terms,
} from "../clients/metadata.ts";
import type { Context } from "../context.ts";
import type { JsonObject, OAuthRequest, OAuthResponse } from "../messages.ts";
import { isHttpsRedirect } from "../rules/redirect-uri.ts";
import { type Admission, admit } from "../rules/registration-policy.ts";
import { hashSecret } from "../secret.ts";
import { createSecretText, tokenPrefixes } from "../secret-text.ts";
import { endpointUrls } from "../urls.ts";
import { readJsonBody } from "./json-body.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * Dynamic registration (RFC 7591 section 3), as far as the policy or an initial access token lets
 * newcomers in. Public clients that say the same get the same id, so that clients which register at every
 * start do not fill the store; the others can manage themselves (RFC 7592).
 */
export async function handleRegister(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const metadata = parseClientMetadata(readJsonBody(request));
  const description = await readSelfDescription(context, metadata, termsOf(context, metadata));
  const admission = await judge(context, request, description);
  const id = sharedId(context, description);
  const token = id === undefined ? createSecretText(tokenPrefixes.registrationToken, context.random) : undefined;
  const { client, secret } = await createClient(context, {
    ...description,
    ...(id === undefined ? {} : { id }),
    ...(token === undefined ? {} : { registrationTokenHash: hashSecret(token) }),
    provenance: "dynamic",
    status: admission === "pending" ? "pending" : "active",
  });
  // Known already by what it says of itself, and waiting: who is let in now need not wait on.
  if (admission === "admitted" && client.status === "pending")
    await context.store.clients.setStatus(client.id, "active", context.clock.now());
  const rejected = rejectedRedirectUris(metadata, client);
  return {
    status: 201,
    body: {
      ...describeClient(client, secret),
      ...(token === undefined ? {} : managementOf(context, client.id, token)),
      ...(rejected.length === 0 ? {} : { rejected_redirect_uris: rejected }),
    },
  };
}

/** Where and with what a client manages its registration (RFC 7592 section 3). */
export function managementOf(context: Context, clientId: string, token: string): JsonObject {
  return {
    registration_access_token: token,
    registration_client_uri: `${endpointUrls(context.config).register}/${encodeURIComponent(clientId)}`,
  };
}

/** @throws AccessDeniedError, or InvalidTokenError for an initial access token that is none */
async function judge(context: Context, request: OAuthRequest, description: SelfDescription): Promise<Admission> {
  const { registration } = context.config;
  const token = bearerOf(request);
  if (token !== undefined) {
    const outcome = await context.store.invitations.take(hashSecret(token), context.clock.now());
    if (outcome === "taken") return "admitted";
    throw refuse("initial_token");
  }
  const admission = admit(registration.dynamic, description.redirectUris, registration);
  if (admission !== "refused") return admission;
  throw refuse("registration_refused", {
    detail: {
      received: { redirect_uris: description.redirectUris },
      registered: { policy: registration.dynamic, allowed_hosts: registration.allowedHosts },
    },
  });
}

/**
 * Nobody stands for a client that registers itself. A native one that forgets to name a method cannot keep a
 * secret, so it gets none (OAuth 2.1 section 2.1).
 */
export function termsOf({ authMethods }: Context, { redirect_uris: redirectUris = [] }: ClientMetadata): Terms {
  const fallbackMethod = redirectUris.some(isHttpsRedirect) ? authMethods.default : authMethods.none;
  return { fallbackMethod, isVouchedFor: false };
}

/** The id of a client that has nothing to prove follows from what it says of itself. */
function sharedId(context: Context, description: SelfDescription): string | undefined {
  if (context.authMethods.proofOf(description.authMethod) !== "none") return undefined;
  const { name, redirectUris, grantTypes, metadata } = description;
  const sorted = Object.entries(metadata).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const said = JSON.stringify([name, redirectUris.toSorted(), grantTypes.toSorted(), sorted]);
  return `client_${hashSecret(said)}`;
}
