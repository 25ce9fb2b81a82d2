import type { Holdings } from "@sallyport/core";
import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { clientIdInput } from "./client-input.ts";

/** What is alive of what a client holds. */
export const holdingsView = z.strictObject({
  grants: z.int(),
  refreshTokens: z.int(),
  people: z.int(),
  lastUsedAt: z.date().optional(),
  /** Whether there are older grants than the 10,000 that were looked at. */
  isAtLeast: z.boolean(),
});

export function toHoldingsView({ lastUsedAt, ...counts }: Holdings): z.infer<typeof holdingsView> {
  return present({ ...counts, lastUsedAt: lastUsedAt && toDate(lastUsedAt) });
}

/** What disabling or deleting the client would end. */
export const clientImpact = procedureFor("viewer")
  .input(clientIdInput)
  .output(holdingsView)
  .query(async ({ ctx, input }) => toHoldingsView(await ctx.manage.clients.impact(input.clientId)));
