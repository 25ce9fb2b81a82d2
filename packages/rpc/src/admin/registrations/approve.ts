import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Lets a client in that waits for it. One that was switched off stays off: that is for `setActive`. */
export const approveRegistration = procedureFor("operator")
  .input(z.strictObject({ clientId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.clients.approve(input.clientId);
  });
