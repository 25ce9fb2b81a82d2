import { type EpochSeconds, epochSeconds } from "@sallyport/core";
import { z } from "zod";
import { idInput } from "../../views/id.ts";
import { pageOutput, toPageView } from "../../views/page.ts";
import { present } from "../../views/present.ts";
import { procedureFor } from "../trpc.ts";
import { auditRowView, toAuditRowView } from "../../views/audit-row-view.ts";

const word = z.string().min(1).max(100);

const input = z.strictObject({
  limit: z.int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  type: word.optional(),
  /** The person or the API key who did it. */
  actorId: idInput.optional(),
  /** The person to whom it happened. */
  userId: idInput.optional(),
  clientId: idInput.optional(),
  /** The URI of a resource. */
  resource: idInput.optional(),
  requestId: word.optional(),
  flowId: word.optional(),
  /** What happened around a refused request. */
  errorId: word.optional(),
  from: z.date().optional(),
  /** The first instant that does not count. */
  until: z.date().optional(),
});

/** Newest first. A page can hold fewer rows than `limit` although there is a `nextCursor`. */
export const listAudit = procedureFor("viewer")
  .input(input.prefault({}))
  .output(pageOutput(auditRowView))
  .query(async ({ ctx, input: { limit, from, until, ...rest } }) => {
    const span = { from: from && secondsOf(from), until: until && secondsOf(until) };
    const query = { limit, ...present({ ...rest, ...span }) };
    const { items, ...place } = await ctx.manage.audit.list(query);
    return toPageView({ ...place, items: [...(await ctx.manage.audit.name(items))] }, toAuditRowView);
  });

/** Rows have whole seconds: the first that is not before `date`. */
function secondsOf(date: Date): EpochSeconds {
  return epochSeconds(Math.ceil(date.getTime() / 1000));
}
