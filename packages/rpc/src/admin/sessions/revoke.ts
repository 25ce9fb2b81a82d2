import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { rowIdInput } from "../../views/row-id.ts";
import { procedureFor } from "../trpc.ts";

/** Ends one session; what the person allowed applications stays. */
export const revokeSession = procedureFor("operator")
  .input(z.strictObject({ userId: idInput, sessionId: rowIdInput }))
  .output(z.void())
  .mutation(async ({ ctx, input: { userId, sessionId } }) => {
    await ctx.manage.sessions.endFor(userId, sessionId);
  });
