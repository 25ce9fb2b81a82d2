import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { procedureFor } from "../trpc.ts";

const series = z.array(z.number());
const byName = z.record(z.string(), series);

const output = z.strictObject({
  /** When the first step began. */
  from: z.date(),
  stepSeconds: z.number(),
  signIns: z.strictObject({ succeeded: series, failed: series }),
  /** By grant type; `client`: those that clients got for themselves. */
  tokens: byName,
  /** By the error that the client was told. */
  refusals: byName,
  registrations: series,
});

/** Counts of equal steps of time, the oldest first; the last goes on. `day`: 24 hours; `month`: 30 days (UTC). */
export const stats = procedureFor("viewer")
  .input(z.strictObject({ span: z.enum(["day", "month"]).default("day") }).prefault({}))
  .output(output)
  .query(async ({ ctx, input }) => {
    const { from, ...rest } = await ctx.provider.traffic(input.span);
    return { from: toDate(from), ...rest };
  });
