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
    command.option("--head <head>", "head printed by an earlier verify: check that it is still in the log");
    addDatabaseOption(command);
    command.addHelpText(
      "after",
      `
Needs the master key (SALLYPORT_MASTER_KEY, SALLYPORT_MASTER_KEY_FILE, or <database>.key). The exit code is 1 when the log
was tampered with. Events removed at the end of the log leave no trace in it: store the head that this command prints in
another place, and pass it with --head next time.`,
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
    else print(`The audit log is intact: ${verdict.rows} events${end === undefined ? "" : `, up to ${end}`}`);
  },
});

function describeFault({ sequence, why }: Extract<ChainVerdict, { ok: false }>): string {
  switch (why) {
    case "changed":
      return `the audit trail is broken: row ${sequence} was changed, or was written with another master key`;
    case "missing":
      return `the audit trail is broken: row ${sequence} is missing`;
    case "false_beginning":
      return `the audit trail is broken: the rows up to ${sequence} were removed, and not by Sallyport`;
    case "head_missing":
      return `the audit trail is broken: row ${sequence} of --head is missing`;
  }
}
