import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Switching a client off ends everything it holds at once; switching it on brings none of it back, and approves it. */
export const setClientActive = procedureFor("operator")
  .input(z.strictObject({ clientId: idInput, isActive: z.boolean() }))
  .output(z.void())
  .mutation(async ({ ctx, input: { clientId, isActive } }) => {
    await ctx.manage.clients.setStatus(clientId, isActive ? "active" : "disabled");
  });
