import type { ImportRecords, ImportedRecord, ImportReport } from "@sallyport/core";
import { importers, MalformedFileError } from "@sallyport/importers";
import { z } from "zod";
import { Failure, usageFailure } from "../../terminal/failure.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";
import { readExport } from "./read-file.ts";
import { countOutcomes, printReport } from "./report.ts";

const names = importers.map(({ name }) => name).join(", ");

const input = z.strictObject({
  system: z.string(),
  file: z.string(),
  apply: z.boolean().default(false),
  onExisting: z.enum(["skip", "update"], "must be skip or update"),
  database: z.string().optional(),
});

export const runImport = defineCommand({
  configure(command) {
    command
      .argument("<system>", names)
      .argument("<file>", "export file of the system (formats below)")
      .option("--apply", "write the changes (default: dry run)")
      .option("--on-existing <rule>", "what to do with existing clients that differ: skip or update", "skip")
      .addHelpText("after", `\nSystems and their files:\n${importers.map(describe).join("\n")}`);
    addDatabaseOption(command);
  },
  examples: [
    "sallyport import keycloak realm-export.json --database sqlite:./sallyport.db",
    "sallyport import better-auth auth.db --apply --database sqlite:./sallyport.db",
    "sallyport import csv people.csv --json | jq '.records[] | select(.outcome == \"refused\")'",
  ],
  input,
  async run({ system, file, apply, onExisting, database }, json) {
    const records = readRecords(system, file);
    const report = await withManagement(
      { database, mayCreate: apply, mayBeAbsent: true, isReading: !apply },
      async ({ imports }) =>
        await imports.run({ records, onExisting, isDryRun: !apply, progress: tellProgress(records) }),
    );
    if (json) printJson({ system, applied: apply, counts: countOutcomes(report), ...report });
    else printReport(report, !apply);
    failOnRefusals(report);
  },
});

function describe({ name, summary }: (typeof importers)[number]): string {
  return `  ${name.padEnd(20)}${summary}`;
}

function readRecords(system: string, file: string): ImportRecords {
  const importer = importers.find(({ name }) => name === system);
  if (importer === undefined) throw usageFailure(`there is no importer for ${system}; there are: ${names}`, "system");
  try {
    return importer.read(readExport(file));
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    throw new Failure("malformed_file", `nothing was changed: ${file}: ${error.message}`, { field: "file" });
  }
}

/** Of fewer records nobody waits for a word. */
const recordsPerWord = 1000;

function tellProgress({ clients, people, consents }: ImportRecords) {
  const all = { client: clients.length, person: people.length, consent: consents.length };
  return (kind: ImportedRecord["kind"], done: number): void => {
    if (done % recordsPerWord === 0) process.stderr.write(`${done} of ${all[kind]} (${kind})\n`);
  };
}

function failOnRefusals({ records }: ImportReport): void {
  const refused = records.filter(({ outcome }) => outcome === "refused").length;
  if (refused === 0) return;
  throw new Failure("some_refused", `${refused} of ${records.length} records were refused`, { isReported: true });
}
