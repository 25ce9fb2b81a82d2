import { z } from "zod";
import { procedureFor } from "../trpc.ts";

/** Replaces all signing keys now; what the old ones signed is good until it expires. */
export const rotateKeys = procedureFor("operator")
  .output(z.void())
  .mutation(async ({ ctx }) => {
    await ctx.manage.keys.rotate();
  });
