import type { ChainVerdict } from "@sallyport/core";
import { z } from "zod";
import { Failure } from "../../terminal/failure.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

const head = z
  .string()
  .regex(/^[1-9]\d{0,14}:[\w-]{43}$/, "must be what an earlier verify printed: 1234:hash")
  .transform((text) => ({ sequence: Number.parseInt(text, 10), hash: text.slice(text.indexOf(":") + 1) }))
  .optional();

export const verifyAudit = defineCommand({
  configure(command) {
    command.option("--head <head>", "an end of the trail that an earlier verify printed: it must still be there");
    addDatabaseOption(command);
    command.addHelpText(
      "after",
      `
Needs the master key (SALLYPORT_MASTER_KEY, SALLYPORT_MASTER_KEY_FILE, or <database>.key). Ends with 1 when the trail
was tampered with. Rows that were cut off at its end leave no trace in it: keep the head that this prints elsewhere,
and give it back by --head.`,
    );
  },
  examples: [
    "sallyport audit verify --database sqlite:./sallyport.db",
    "sallyport audit verify --head 1234:eXampleQ2hhaW5lZEhhc2hPZlRoZUxhc3RSb3dTZWVu",
  ],
  input: z.strictObject({ head, database: z.string().optional() }),
  async run({ head: known, database }, json) {
    const verdict = await withManagement(
      { database, mayCreate: false },
      async ({ audit }) => await audit.verify(known),
    );
    if (!verdict.ok) throw new Failure("audit_broken", describeFault(verdict));
    const end = verdict.head === undefined ? undefined : `${verdict.head.sequence}:${verdict.head.hash}`;
    if (json) printJson({ ok: true, rows: verdict.rows, ...(end === undefined ? {} : { head: end }) });
    else print(`The audit trail holds: ${verdict.rows} rows${end === undefined ? "" : `, up to ${end}`}`);
  },
});

function describeFault({ sequence, why }: Extract<ChainVerdict, { ok: false }>): string {
  switch (why) {
    case "changed":
      return `the audit trail is broken: row ${sequence} is not what was written, or was sealed with another master key`;
    case "missing":
      return `the audit trail is broken: row ${sequence} is missing`;
    case "false_beginning":
      return `the audit trail is broken: somebody else than Sallyport removed its rows up to ${sequence}`;
    case "head_missing":
      return `the audit trail is broken: row ${sequence} of --head is not in it any more`;
  }
}
