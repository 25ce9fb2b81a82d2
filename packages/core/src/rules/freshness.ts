import type { AuthorizationRequest, Interaction, Session } from "../ports/store.ts";
import type { EpochSeconds } from "../time.ts";

/**
 * Whether the person must sign in (again): nobody is, or the client asks for it by `prompt=login` or
 * `max_age` and it has not happened during this interaction (OpenID Connect Core section 3.1.2.1).
 */
export function needsSignIn(
  request: AuthorizationRequest,
  session: Session | undefined,
  progress: { now: EpochSeconds; interaction?: Interaction },
): boolean {
  if (session === undefined) return true;
  if (progress.interaction?.signedInAt !== undefined) return false;
  if (request.prompt.includes("login") || request.prompt.includes("select_account")) return true;
  if (request.maxAgeSeconds === undefined) return false;
  return request.maxAgeSeconds === 0 || progress.now - session.authenticatedAt > request.maxAgeSeconds;
}
