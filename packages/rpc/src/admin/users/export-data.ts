import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { procedureFor } from "../trpc.ts";

/**
 * Everything that is stored about one person, to be handed to them: instants are seconds since 1970. No hash
 * of a secret is in it.
 */
export const exportUserData = procedureFor("owner")
  .input(z.strictObject({ userId: idInput }))
  .output(z.record(z.string(), z.unknown()))
  .query(async ({ ctx, input }) => ({ ...(await ctx.manage.users.exportData(input.userId)) }));
