import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Ends a key at once: anybody's for owners, for others one of their own. */
export const revokeApiKey = procedureFor("viewer")
  .input(z.strictObject({ keyId: idInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.apiKeys.revoke(input.keyId, ctx.role === "owner" ? undefined : { makerId: ctx.person.id });
  });
