import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { waitForStop } from "../../server/stop-signal.ts";
import { defineCommand } from "../define.ts";
import { describeRow, formatRow } from "./rows.ts";

const pollMs = 500;
const rowsAtOnce = 500;

export const tailAudit = defineCommand({
  configure(command) {
    command
      .option("--last <number>", "number of existing events to show first (default: 10)")
      .option("--after <sequence>", "show the events after this sequence number instead");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport audit tail --database sqlite:./sallyport.db",
    "sallyport audit tail --json --after 1234 | logger --tag sallyport-audit",
  ],
  input: z.strictObject({
    last: z
      .string()
      .regex(/^\d{1,5}$/, "must be a whole number")
      .default("10")
      .transform(Number),
    after: z
      .string()
      .regex(/^\d{1,15}$/, "must be a sequence number")
      .transform(Number)
      .optional(),
    database: z.string().optional(),
  }),
  async run({ last, after, database }, json) {
    const stop = new AbortController();
    void waitForStop().then(() => stop.abort());
    await withManagement({ database, mayCreate: false, isReading: true }, async ({ audit }) => {
      let sequence = after ?? (await audit.lastSequence()) - last;
      while (!stop.signal.aborted) {
        const rows = await audit.listAfter(sequence, rowsAtOnce);
        for (const row of rows) {
          ({ sequence } = row);
          if (json) printJson(describeRow(row));
          else print(formatRow(row));
        }
        if (rows.length < rowsAtOnce) await wait(pollMs, undefined, stop).catch(() => undefined);
      }
    });
  },
});
