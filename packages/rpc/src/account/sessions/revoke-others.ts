import { z } from "zod";
import { ownProcedure, passwordInput } from "../trpc.ts";

/** Ends all sessions of the caller but the one that asks; what applications may do stays. */
export const revokeMyOtherSessions = ownProcedure
  .input(z.strictObject({ password: passwordInput }))
  .output(z.strictObject({ revoked: z.int() }))
  .mutation(async ({ ctx, input }) => {
    await ctx.confirmPassword(input.password);
    const { session, user } = ctx.signedIn;
    return { revoked: await ctx.provider.manage.sessions.endOthersFor(user.id, session.id) };
  });
