import type { OAuthRequest } from "../messages.ts";
import { refuse } from "../refusals/refuse.ts";

/** @throws InvalidClientMetadataError when the body is not JSON, or not said to be */
export function readJsonBody(request: OAuthRequest): unknown {
  if (!/^application\/json\s*(;|$)/i.test(request.contentType ?? "")) {
    throw refuse("registration_content_type", { detail: { received: { content_type: request.contentType ?? "" } } });
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw refuse("malformed_json");
  }
}
