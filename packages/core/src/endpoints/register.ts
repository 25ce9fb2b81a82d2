import { createClient } from "../clients/create.ts";
import {
  type ClientMetadata,
  describeClient,
  parseClientMetadata,
  readSelfDescription,
  rejectedRedirectUris,
  type SelfDescription,
} from "../clients/metadata.ts";
import type { Context } from "../context.ts";
import { AccessDeniedError, InvalidClientMetadataError } from "../errors.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";
import { isHttpsRedirect } from "../rules/redirect-uri.ts";
import { admit } from "../rules/registration-policy.ts";
import { hashSecret } from "../secret.ts";

/**
 * Dynamic registration (RFC 7591 section 3), as far as the policy lets newcomers in. Public clients that
 * say the same get the same id, so that clients which register at every start do not fill the store.
 */
export async function handleRegister(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  const metadata = parseClientMetadata(readJson(request));
  const description = await readSelfDescription(context, metadata, fallbackMethod(context, metadata));
  const { registration } = context.config;
  const admission = admit(registration.dynamic, description.redirectUris, registration);
  if (admission === "refused") {
    throw new AccessDeniedError("this server does not take this registration", { reason: "registration_refused" });
  }
  const id = sharedId(context, description);
  const { client, secret } = await createClient(context, {
    ...description,
    ...(id === undefined ? {} : { id }),
    provenance: "dynamic",
    status: admission === "pending" ? "pending" : "active",
  });
  const rejected = rejectedRedirectUris(metadata.redirect_uris, client);
  const note = rejected.length === 0 ? {} : { rejected_redirect_uris: rejected };
  return { status: 201, body: { ...describeClient(client, secret), ...note } };
}

/** A native client that forgets to name a method cannot keep a secret, so it gets none (OAuth 2.1 section 2.1). */
function fallbackMethod(context: Context, metadata: ClientMetadata): string {
  const { authMethods } = context;
  return metadata.redirect_uris.some(isHttpsRedirect) ? authMethods.default : authMethods.none;
}

/** The id of a client that has nothing to prove follows from what it says of itself. */
function sharedId(context: Context, description: SelfDescription): string | undefined {
  if (context.authMethods.proofOf(description.authMethod) !== "none") return undefined;
  const { name, redirectUris, grantTypes, metadata } = description;
  const sorted = Object.entries(metadata).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const said = JSON.stringify([name, redirectUris.toSorted(), grantTypes.toSorted(), sorted]);
  return `client_${hashSecret(said)}`;
}

function readJson(request: OAuthRequest): unknown {
  if (!/^application\/json\s*(;|$)/i.test(request.contentType ?? "")) {
    throw new InvalidClientMetadataError("the body must be application/json", { reason: "content_type" });
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw new InvalidClientMetadataError("the body is not JSON", { reason: "malformed_json" });
  }
}
