import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Takes back what a person allowed a client: consents, codes and tokens, at once. */
export const revokeConsent = procedureFor("operator")
  .input(z.strictObject({ userId: idInput, clientId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input: { userId, clientId } }) => {
    await ctx.manage.consents.revokeFor(userId, clientId);
  });
