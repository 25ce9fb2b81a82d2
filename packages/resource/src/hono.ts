import { admit, answerMetadata, withCors } from "./admit.ts";
import type { FetchProtectOptions } from "./admit.ts";
import type { AuthInfo } from "./auth-info.ts";
import type { ResourceServer } from "./resource-server.ts";

export type { FetchProtectOptions } from "./admit.ts";

/**
 * What is used of Hono's context.
 * @example
 * ```ts
 * import { type HonoContext } from "@sallyport/resource/hono";
 * export const methodOf = (context: HonoContext) => context.req.raw.method;
 * ```
 */
export interface HonoContext {
  readonly req: { raw: Request };
  res: Response;
  set(key: "auth", value: AuthInfo): void;
}

/**
 * Types `c.get("auth")`: `new Hono<AuthEnv>()`.
 * @example
 * ```ts
 * import { type AuthEnv } from "@sallyport/resource/hono";
 * import { Hono } from "hono";
 * new Hono<AuthEnv>().get("/", (c) => c.json(c.get("auth").scopes));
 * ```
 */
export interface AuthEnv {
  Variables: { auth: AuthInfo };
}

/**
 * Calls the next Hono middleware.
 * @example
 * ```ts
 * import { type HonoNext } from "@sallyport/resource/hono";
 * const next: HonoNext = async () => {};
 * ```
 */
export type HonoNext = () => Promise<void>;

/**
 * A Hono middleware.
 * @example
 * ```ts
 * import { type HonoMiddleware } from "@sallyport/resource/hono";
 * const pass: HonoMiddleware = async (_context, next) => {
 *   await next();
 *   return undefined;
 * };
 * ```
 */
export type HonoMiddleware = (context: HonoContext, next: HonoNext) => Promise<Response | undefined>;

/**
 * Lets a request pass only with a good access token; handlers find the caller by `c.get("auth")`. Refused
 * requests and browsers' preflights are answered here. With `scopesFor` the body must not have been read before;
 * handlers can read it as usual.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { type AuthEnv, protect } from "@sallyport/resource/hono";
 * import { Hono } from "hono";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const app = new Hono<AuthEnv>().use("/mcp", protect(server));
 * ```
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

/**
 * Answers at the metadata paths of `server`; use it for all paths.
 * @example
 * ```ts
 * import { createResourceServer } from "@sallyport/resource";
 * import { metadataRouter } from "@sallyport/resource/hono";
 * import { Hono } from "hono";
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer: "https://auth.example" });
 * const app = new Hono().use(metadataRouter(server));
 * ```
 */
export function metadataRouter(server: ResourceServer): HonoMiddleware {
  return async (context, next) => {
    const open = answerMetadata(server, context.req.raw);
    if (open === undefined) await next();
    return open;
  };
}
