import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { clientIdInput } from "./client-input.ts";

/** The secret before the present one stops passing at once; nothing happens where there is none. */
export const revokeOldClientSecret = procedureFor("operator")
  .input(clientIdInput)
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.clients.revokeOldSecret(input.clientId);
  });
