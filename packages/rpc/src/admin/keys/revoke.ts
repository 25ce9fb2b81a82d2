import { z } from "zod";
import { procedureFor } from "../trpc.ts";

/** Ends a key that may be known to others, and every JWT that it signed, at once. */
export const revokeKey = procedureFor("owner")
  .input(z.strictObject({ kid: z.string().min(1).max(100) }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.keys.revoke(input.kid);
  });
