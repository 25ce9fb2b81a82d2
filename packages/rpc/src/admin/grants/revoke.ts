import { z } from "zod";
import { rowIdInput } from "../../views/row-id.ts";
import { procedureFor } from "../trpc.ts";

/** Ends the grant with all its tokens. */
export const revokeGrant = procedureFor("operator")
  .input(z.strictObject({ grantId: rowIdInput }))
  .output(z.void())
  .mutation(async ({ ctx, input }) => {
    await ctx.manage.grants.revoke(input.grantId);
  });
