import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { tokenInput } from "./inspect.ts";

/** Ends the token and its grant with all other tokens of it. */
export const revokeToken = procedureFor("operator")
  .input(z.strictObject({ token: tokenInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.tokens.revoke(input.token);
  });
