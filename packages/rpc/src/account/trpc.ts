import type { Provider, SignedIn } from "@sallyport/core";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import { type ErrorContext, formatError } from "../transport/error-shape.ts";
import { RpcRefusal, toRpcError } from "../transport/errors.ts";
import type { PasswordAttempts } from "./password-attempts.ts";

export interface AccountContext extends ErrorContext {
  provider: Provider;
  passwordAttempts: PasswordAttempts;
  identify(): Promise<SignedIn | undefined>;
  /** Sets the cookie of a new session. */
  setCookie(value: string): void;
}

/** Of somebody who is signed in, and has to say it once more. */
export const passwordInput = z.string().min(1).max(1024);

const trpc = initTRPC
  .context<AccountContext>()
  .create({ transformer: superjson, errorFormatter: formatError, isDev: false });

export const router = trpc.router;

/** For whoever is signed in to the public pages, about themselves. */
export const ownProcedure = trpc.procedure.use(async ({ ctx, next }) => {
  const signedIn = await ctx.identify();
  if (signedIn === undefined) throw new RpcRefusal("UNAUTHORIZED", "sign in first");
  const tryPassword = <Outcome>(attempt: () => Promise<Outcome | undefined>): Promise<Outcome> =>
    ctx.passwordAttempts.try(signedIn.user.id, attempt);
  const confirmPassword = async (password: string): Promise<void> => {
    await tryPassword(async () => (await ctx.provider.account.isOwnPassword(signedIn, password)) || undefined);
  };
  const result = await next({ ctx: { signedIn, tryPassword, confirmPassword } });
  if (result.ok) return result;
  throw toRpcError(result.error.cause) ?? result.error;
});
