import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Removes the person and all that is stored about them, for good; what they allowed is dead at once. */
export const eraseUser = procedureFor("owner")
  .input(z.strictObject({ userId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.users.erase(input.userId);
  });
