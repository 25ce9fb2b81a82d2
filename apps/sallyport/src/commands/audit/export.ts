import { once } from "node:events";
import { z } from "zod";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { defineCommand } from "../define.ts";
import { instant } from "./instant.ts";
import { describeRow } from "./rows.ts";

const rowsAtOnce = 1_000;

export const exportAudit = defineCommand({
  configure(command) {
    command
      .option("--from <time>", "start, inclusive: 2026-02-03, 2026-02-03T04:05:06Z")
      .option("--until <time>", "end, exclusive");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport audit export --database sqlite:./sallyport.db > audit.jsonl",
    "sallyport audit export --from 2026-02-01 --until 2026-03-01 | gzip > february.jsonl.gz",
  ],
  input: z.strictObject({ from: instant, until: instant, database: z.string().optional() }),
  async run({ from = 0, until = Infinity, database }) {
    await withManagement({ database, mayCreate: false, isReading: true }, async ({ audit }) => {
      for (let sequence = 0; ;) {
        const rows = await audit.listAfter(sequence, rowsAtOnce);
        const wanted = rows.filter(({ at }) => at >= from && at < until);
        await write(wanted.map((row) => `${JSON.stringify(describeRow(row))}\n`).join(""));
        const last = rows.at(-1);
        if (last === undefined || last.at >= until) return;
        ({ sequence } = last);
      }
    });
  },
});

/** Waits for a slow reader: the trail can be larger than the memory. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}
