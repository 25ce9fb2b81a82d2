import { tracked } from "@trpc/server";
import { z } from "zod";
import { createChangeSignal } from "../../transport/change-signal.ts";
import { toRpcError } from "../../transport/errors.ts";
import { procedureFor } from "../trpc.ts";
import { toAuditRowView } from "../../views/audit-row-view.ts";

const input = z.strictObject({
  /** How many of the rows that are there already come first. */
  last: z.int().min(1).max(200).default(10),
  /** Instead: go on behind the row of this sequence. */
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullish(),
});

const rowsAtOnce = 100;
/** Rows of other processes are looked for so often, and whether the caller may still read. */
const pollMs = 1_000;

/**
 * Every row from now on, as it is stored. The id of an event is the sequence of its row: whoever comes back
 * with it misses nothing and sees nothing twice. It begins with a row that is there already, so that a caller
 * has an id before anything happens.
 */
export const tailAudit = procedureFor("viewer")
  .input(input.prefault({}))
  .subscription(async function* ({ ctx, input: { last, lastEventId }, signal = ctx.closing }) {
    using _subscriber = ctx.subscribers.take();
    const { audit } = ctx.manage;
    const ended = AbortSignal.any([signal, ctx.closing]);
    using change = createChangeSignal((listener) => audit.onStored(listener), ended);
    try {
      let sequence = Number(lastEventId ?? (await audit.lastSequence()) - last);
      while (!ended.aborted) {
        await ctx.checkAgain();
        const rows = await audit.listAfter(sequence, rowsAtOnce);
        for (const row of await audit.name(rows)) {
          ({ sequence } = row);
          yield tracked(String(sequence), toAuditRowView(row));
        }
        if (rows.length < rowsAtOnce) await change.wait(pollMs);
      }
    } catch (error) {
      throw toRpcError(error) ?? error;
    }
    // An end without a farewell: the client comes back by itself, to the server that is started next.
    if (ctx.closing.aborted) throw new DOMException("the server stops", "AbortError");
  });
