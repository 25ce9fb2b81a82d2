import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { toDate } from "../../views/page.ts";
import { procedureFor } from "../trpc.ts";

/**
 * Makes a link with which the person chooses a password, once, within a day: whoever has it may. It is for
 * somebody to send; nothing ends before it is used.
 */
export const resetPassword = procedureFor("owner")
  .input(z.strictObject({ userId: idInput }))
  .output(z.strictObject({ url: z.url(), expiresAt: z.date() }))
  .mutation(async ({ ctx, input }) => {
    const { url, expiresAt } = await ctx.manage.users.resetPassword(input.userId);
    return { url, expiresAt: toDate(expiresAt) };
  });
