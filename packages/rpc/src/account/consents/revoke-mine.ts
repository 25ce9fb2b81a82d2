import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { ownProcedure } from "../trpc.ts";

/** Takes back what the caller allowed the client, with codes and tokens. */
export const revokeMine = ownProcedure
  .input(z.strictObject({ clientId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.provider.manage.consents.revokeFor(ctx.signedIn.user.id, input.clientId);
  });
