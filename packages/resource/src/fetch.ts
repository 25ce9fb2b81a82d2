import { admit, answerMetadata, withCors } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import type { ResourceServer } from "./resource-server.ts";

export { answerMetadata } from "./admit.ts";
export type { FetchProtectOptions } from "./admit.ts";

export type ProtectedHandler = (request: Request, auth: AuthInfo) => Response | Promise<Response>;

/**
 * `handler` behind a good access token, as a function from Request to Response. Preflights and the metadata
 * paths of `server` are answered here.
 */
export function protect(
  server: ResourceServer,
  handler: ProtectedHandler,
  options: FetchProtectOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const open = answerMetadata(server, request);
    if (open !== undefined) return open;
    const admission = await admit(server, request, options);
    if (!admission.ok) return admission.response;
    return withCors(await handler(admission.request, admission.auth));
  };
}
