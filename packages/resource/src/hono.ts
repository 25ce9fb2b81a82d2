import { admit, answerMetadata, withCors } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import type { ResourceServer } from "./resource-server.ts";

export type { FetchProtectOptions } from "./admit.ts";

/** What is used of Hono's context. */
export interface HonoContext {
  readonly req: { raw: Request };
  res: Response;
  set(key: "auth", value: AuthInfo): void;
}

/** Types `c.get("auth")`: `new Hono<AuthEnv>()`. */
export interface AuthEnv {
  Variables: { auth: AuthInfo };
}

export type HonoNext = () => Promise<void>;
export type HonoMiddleware = (context: HonoContext, next: HonoNext) => Promise<Response | undefined>;

/**
 * Lets a request pass only with a good access token; handlers find the caller by `c.get("auth")`. Refused
 * requests and browsers' preflights are answered here. With `scopesFor` the body must not have been read before;
 * handlers can read it as usual.
 */
export function protect(server: ResourceServer, options: FetchProtectOptions = {}): HonoMiddleware {
  return async (context, next) => {
    const admission = await admit(server, context.req.raw, options);
    if (!admission.ok) return admission.response;
    context.req.raw = admission.request;
    context.set("auth", admission.auth);
    await next();
    context.res = withCors(context.res);
    return undefined;
  };
}

/** Answers at the metadata paths of `server`; use it for all paths. */
export function metadataRouter(server: ResourceServer): HonoMiddleware {
  return async (context, next) => {
    const open = answerMetadata(server, context.req.raw);
    if (open === undefined) await next();
    return open;
  };
}
