import { clientDocumentFormat, type ImportedRow } from "@sallyport/core";
import { z } from "zod";
import { Failure, usageFailure } from "../../terminal/failure.ts";
import { readJsonFile } from "../../storage/json-file.ts";
import { addDatabaseOption, withManagement } from "../open-management.ts";
import { clean, formatTable, print, printJson } from "../../terminal/output.ts";
import { defineCommand } from "../define.ts";

const { format, version } = clientDocumentFormat;
const documentSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  clients: z.array(z.unknown()),
});

const input = z.strictObject({
  file: z.string(),
  onExisting: z.enum(["skip", "update"], "must be skip or update"),
  dryRun: z.boolean().default(false),
  database: z.string().optional(),
});

export const importClients = defineCommand({
  configure(command) {
    command
      .argument("<file>", "what clients export wrote")
      .option("--on-existing <rule>", "skip or update: what becomes of clients that are here and differ", "skip")
      .option("--dry-run", "change nothing, and say what would be done");
    addDatabaseOption(command);
  },
  examples: [
    "sallyport clients import clients.json --dry-run",
    "sallyport clients import clients.json --on-existing update --database sqlite:./sallyport.db",
  ],
  input,
  async run({ file, onExisting, dryRun, database }, json) {
    const rows = readRows(file);
    const report = await withManagement(
      { database, mayCreate: !dryRun },
      async ({ clients }) => await clients.import({ rows, onExisting, isDryRun: dryRun }),
    );
    if (json) printJson({ dry_run: dryRun, clients: report.map(describeRow) });
    else printReport(report, dryRun);
    const refused = report.filter(({ outcome }) => outcome === "refused").length;
    if (refused === 0) return;
    throw new Failure("some_refused", `${refused} of ${report.length} clients were refused`, { isReported: true });
  },
});

function readRows(file: string): unknown[] {
  const document = documentSchema.safeParse(readJsonFile(file, "file"));
  if (document.success) return document.data.clients;
  throw usageFailure(`${file} is no document of clients in the format ${format}, version ${version}`, "file");
}

function describeRow({ clientId, ...rest }: ImportedRow): Record<string, unknown> {
  return { ...(clientId === undefined ? {} : { client_id: clientId }), ...rest };
}

function printReport(report: readonly ImportedRow[], isDryRun: boolean): void {
  const refused = report.filter(({ outcome }) => outcome === "refused");
  const toLine = ({ clientId = "?", field = "", reason = "" }: ImportedRow): string[] => [
    clean(clientId),
    clean(field),
    clean(reason),
  ];
  if (refused.length > 0) print(`${formatTable(["REFUSED", "FIELD", "WHY"], refused.map(toLine))}\n`);
  const outcomes = ["created", "updated", "unchanged", "skipped", "refused"] as const;
  const counts = outcomes.map((one) => `${report.filter(({ outcome }) => outcome === one).length} ${one}`);
  print(`${isDryRun ? "Nothing was changed; it would be: " : ""}${counts.join(", ")}.`);
}
