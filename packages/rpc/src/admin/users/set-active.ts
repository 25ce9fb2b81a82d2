import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Switching a person off ends their sessions and tokens at once. */
export const setUserActive = procedureFor("owner")
  .input(z.strictObject({ userId: idInput, isActive: z.boolean() }))
  .output(z.void())
  .mutation(async ({ ctx, input: { userId, isActive } }) => {
    await ctx.manage.users.setStatus(userId, isActive ? "active" : "disabled");
  });
