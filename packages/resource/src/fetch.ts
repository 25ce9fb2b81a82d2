import { admit, answerMetadata, withCors } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import type { ResourceServer } from "./resource-server.ts";

export { answerMetadata } from "./admit.ts";
export type { FetchProtectOptions } from "./admit.ts";

/**
 * Handles a request with a valid access token.
 * @example
 * ```ts
 * import { type ProtectedHandler } from "@sallyport/resource/fetch";
 * const handler: ProtectedHandler = (_request, auth) => Response.json({ clientId: auth.clientId });
 * ```
 */
export type ProtectedHandler = (request: Request, auth: AuthInfo) => Response | Promise<Response>;

/**
 * `handler` behind a good access token, as a function from Request to Response. Preflights and the metadata
 * paths of `server` are answered here.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { protect } from "@sallyport/resource/fetch";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const serve = protect(server, (_request, auth) => Response.json({ clientId: auth.clientId }));
 * const response = await serve(new Request("https://notes.example/mcp")); // 401
 * ```
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
