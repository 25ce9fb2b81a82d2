import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** A new password ends the person's sessions and tokens at once. */
export const setPassword = procedureFor("owner")
  .input(z.strictObject({ userId: idInput, password: z.string().max(1024) }))
  .output(z.void())
  .mutation(async ({ ctx, input: { userId, password } }) => {
    await ctx.manage.users.setPassword(userId, password);
  });
