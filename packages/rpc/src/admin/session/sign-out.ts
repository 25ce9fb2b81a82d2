import { z } from "zod";
import { procedureFor } from "../trpc.ts";

export const signOut = procedureFor("viewer")
  .output(z.void())
  .mutation(async ({ ctx }) => {
    await ctx.provider.sessions.end(ctx.cookie);
    ctx.setCookie(undefined);
  });
