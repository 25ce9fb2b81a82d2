import { InvalidClientMetadataError } from "../errors.ts";
import type { OAuthRequest } from "../messages.ts";

/** @throws InvalidClientMetadataError when the body is not JSON, or not said to be */
export function readJsonBody(request: OAuthRequest): unknown {
  if (!/^application\/json\s*(;|$)/i.test(request.contentType ?? "")) {
    throw new InvalidClientMetadataError("the body must be application/json", { reason: "content_type" });
  }
  try {
    return JSON.parse(request.body);
  } catch {
    throw new InvalidClientMetadataError("the body is not JSON", { reason: "malformed_json" });
  }
}
