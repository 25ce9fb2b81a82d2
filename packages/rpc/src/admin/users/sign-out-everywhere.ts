import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Ends the person's sessions and tokens at once. */
export const signOutEverywhere = procedureFor("owner")
  .input(z.strictObject({ userId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.users.signOutEverywhere(input.userId);
  });
