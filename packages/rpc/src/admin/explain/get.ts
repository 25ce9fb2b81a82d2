import { z } from "zod";
import { toDate } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { facts } from "./facts.ts";

const output = z.strictObject({
  errorId: z.string(),
  at: z.date(),
  keptUntil: z.date(),
  /** Its record in the log. */
  requestId: z.string(),
  route: z.string(),
  status: z.number(),
  error: z.string(),
  reason: z.string(),
  clientId: z.string().optional(),
  flowId: z.string().optional(),
  rule: z.string(),
  meaning: z.string(),
  fix: z.string(),
  /** Of the documentation, as `sallyport docs` shows it: `errors/denied`. */
  page: z.string().optional(),
  received: facts,
  registered: facts,
  /** What is known to have happened before in the same flow, oldest first. */
  timeline: z.array(z.strictObject({ at: z.date(), event: z.string(), facts })),
});

/** Why a request was refused that got this `error_id`. */
export const explainError = procedureFor("viewer")
  .input(z.strictObject({ errorId: z.string().min(1).max(64) }))
  .output(output)
  .query(async ({ ctx, input }) => {
    const { id, at, expiresAt, timeline, ...rest } = await ctx.manage.incidents.explain(input.errorId);
    return present({
      errorId: id,
      at: toDate(at),
      keptUntil: toDate(expiresAt),
      ...rest,
      clientId: rest.clientId,
      flowId: rest.flowId,
      timeline: timeline.map((step) => ({ ...step, at: toDate(step.at) })),
    });
  });
