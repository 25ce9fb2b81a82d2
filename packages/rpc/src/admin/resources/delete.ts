import { z } from "zod";
import { procedureFor } from "../trpc.ts";

export const deleteResource = procedureFor("operator")
  .input(z.strictObject({ uri: z.string().min(1).max(2048) }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.resources.delete(input.uri);
  });
