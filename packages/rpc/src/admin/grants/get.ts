import { z } from "zod";
import { rowIdInput } from "../../views/row-id.ts";
import { procedureFor } from "../trpc.ts";
import { grantView, toGrantView } from "../../views/grant-view.ts";

export const getGrant = procedureFor("viewer")
  .input(z.strictObject({ grantId: rowIdInput }))
  .output(grantView)
  .query(async ({ ctx, input }) => toGrantView(await ctx.manage.grants.get(input.grantId)));
