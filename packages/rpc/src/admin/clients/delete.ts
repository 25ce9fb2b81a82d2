import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Removes the client with its codes, tokens and consents. */
export const deleteClient = procedureFor("operator")
  .input(z.strictObject({ clientId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.clients.delete(input.clientId);
  });
