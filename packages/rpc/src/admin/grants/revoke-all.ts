import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/** Either all that a client was granted, or all that a person granted, which ends their sessions too. */
const input = z.union([z.strictObject({ clientId: idInput }), z.strictObject({ userId: idInput })]);

/** Ends them at once, however many there are. */
export const revokeAllGrants = procedureFor("owner")
  .input(input)
  .output(z.void())
  .mutation(async ({ ctx, input: whose }) => {
    if ("clientId" in whose) await ctx.manage.grants.revokeAllOfClient(whose.clientId);
    else await ctx.manage.grants.revokeAllOfUser(whose.userId);
  });
