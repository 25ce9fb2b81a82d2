import { parseForm } from "../form.ts";
import type { OAuthRequest } from "../messages.ts";
import { refuse } from "../refusals/refuse.ts";

/**
 * The bearer token of a request: in one header, never in the query (RFC 6750 section 2).
 * @returns undefined when there is none
 */
export function bearerOf(request: OAuthRequest): string | undefined {
  if (request.authorization.length > 1 || parseForm(request.query).has("access_token")) {
    throw refuse("token_place");
  }
  const [header] = request.authorization;
  return header === undefined ? undefined : /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
}
