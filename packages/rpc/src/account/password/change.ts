import { z } from "zod";
import { ownProcedure, passwordInput } from "../trpc.ts";

/**
 * A new password ends all sessions of the caller and all access of applications. The caller goes on in a new
 * session, whose cookie comes with the answer.
 */
export const changePassword = ownProcedure
  .input(z.strictObject({ currentPassword: passwordInput, password: passwordInput }))
  .output(z.void())
  .mutation(async ({ ctx, input: { currentPassword, password } }) => {
    const { signedIn } = ctx;
    // Proxies stand before this door: the session that asks knows the browser better.
    const { address, userAgent } = signedIn.session;
    ctx.setCookie(
      await ctx.tryPassword(() =>
        ctx.provider.account.changePassword(signedIn, { current: currentPassword, next: password, address, userAgent }),
      ),
    );
  });
