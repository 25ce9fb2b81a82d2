import { z } from "zod";
import { procedureForPeople } from "../trpc.ts";

export const signOut = procedureForPeople("viewer")
  .output(z.void())
  .mutation(async ({ ctx }) => {
    await ctx.provider.sessions.end(ctx.cookie);
    ctx.setCookie(undefined);
  });
