import { createClient } from "../clients/create.ts";
import { describeClient, readClientMetadata } from "../clients/metadata.ts";
import type { Context } from "../context.ts";
import { AccessDeniedError, InvalidClientMetadataError } from "../errors.ts";
import type { OAuthRequest, OAuthResponse } from "../messages.ts";

/** Open dynamic registration (RFC 7591 section 3); off unless the configuration opens it. */
export async function handleRegister(context: Context, request: OAuthRequest): Promise<OAuthResponse> {
  if (!context.config.openRegistration) {
    throw new AccessDeniedError("registration is not open here", { reason: "registration_closed" });
  }
  const draft = await readClientMetadata(context, readJson(request));
  const { client, secret } = await createClient(context, draft);
  return { status: 201, body: describeClient(client, secret) };
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
