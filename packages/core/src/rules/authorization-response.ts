import type { OAuthError } from "../errors.ts";
import type { AuthorizationRequest } from "../ports/store.ts";
import { withParameters } from "./redirect-uri.ts";

/** Where an answer goes. */
export type Destination = Pick<AuthorizationRequest, "redirectUri" | "state">;

/** RFC 6749 section 4.1.2 with `iss` (RFC 9207 section 2). */
export function successLocation(to: Destination, issuer: string, code: string): string {
  return withParameters(to.redirectUri, { code, state: to.state, iss: issuer });
}

/** RFC 6749 section 4.1.2.1 with `iss` (RFC 9207 section 2). */
export function errorLocation(to: Destination, issuer: string, error: OAuthError): string {
  return withParameters(to.redirectUri, {
    error: error.error,
    error_description: error.message,
    state: to.state,
    iss: issuer,
  });
}
