import type { Provider, SignedIn } from "@sallyport/core";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { type ErrorContext, formatError } from "../error-shape.ts";
import { RpcRefusal, toRpcError } from "../errors.ts";

export interface AccountContext extends ErrorContext {
  provider: Provider;
  identify(): Promise<SignedIn | undefined>;
}

const trpc = initTRPC
  .context<AccountContext>()
  .create({ transformer: superjson, errorFormatter: formatError, isDev: false });

export const router = trpc.router;

/** For whoever is signed in to the public pages, about themselves. */
export const ownProcedure = trpc.procedure.use(async ({ ctx, next }) => {
  const signedIn = await ctx.identify();
  if (signedIn === undefined) throw new RpcRefusal("UNAUTHORIZED", "sign in first");
  const result = await next({ ctx: { signedIn } });
  if (result.ok) return result;
  throw toRpcError(result.error.cause) ?? result.error;
});
