import { StoreUnavailableError } from "@sallyport/core";
import { z } from "zod";
import { RpcRefusal } from "../../transport/errors.ts";
import { openProcedure } from "../trpc.ts";
import { sessionView, toSessionView } from "../../views/admin-session-view.ts";

const input = z.strictObject({ email: z.string().min(1).max(254), password: z.string().min(1).max(1024) });

/** For people with an administrative role; everybody else gets the answer to a wrong password. */
export const signIn = openProcedure
  .input(input)
  .output(sessionView)
  .mutation(async ({ ctx, input: { email, password } }) => {
    const { provider, address, userAgent } = ctx;
    await ctx.signIns.charge({ address, email });
    const outcome = await provider.sessions
      .signInToAdmin({ email, password, address, userAgent })
      .catch(async (error: unknown) => {
        // Nobody looked at the password.
        if (error instanceof StoreUnavailableError) await ctx.signIns.refund({ address, email });
        throw error;
      });
    if (outcome === undefined) {
      throw new RpcRefusal("UNAUTHORIZED", "e-mail address or password are wrong, or the person is no administrator");
    }
    await ctx.signIns.refund({ address, email });
    await provider.sessions.end(ctx.cookie);
    ctx.setCookie(outcome.cookie);
    return toSessionView(outcome.signedIn);
  });
