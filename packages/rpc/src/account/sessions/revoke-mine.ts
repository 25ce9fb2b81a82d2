import { z } from "zod";
import { rowIdInput } from "../../views/row-id.ts";
import { ownProcedure, passwordInput } from "../trpc.ts";

/** Ends one of the caller's sessions. Needs their password: who holds a stolen session must not lock them out. */
export const revokeMySession = ownProcedure
  .input(z.strictObject({ sessionId: rowIdInput, password: passwordInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.confirmPassword(input.password);
    await ctx.provider.manage.sessions.endFor(ctx.signedIn.user.id, input.sessionId);
  });
