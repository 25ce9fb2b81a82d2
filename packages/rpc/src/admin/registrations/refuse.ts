import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Turns a client away that waits: it stays known, and off, so that it cannot ask again under its id. */
export const refuseRegistration = procedureFor("operator")
  .input(z.strictObject({ clientId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.clients.refuse(input.clientId);
  });
