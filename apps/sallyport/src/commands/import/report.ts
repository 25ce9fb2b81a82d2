import type { ImportedRecord, ImportNote, ImportReport } from "@sallyport/core";
import { clean, formatTable, print } from "../../terminal/output.ts";

const kinds = { client: "clients", person: "people", consent: "consents" } as const;
const outcomes = ["created", "updated", "unchanged", "skipped", "refused"] as const;

type Counts = Record<string, Record<string, number>>;

/** How many of each kind came to each outcome; kinds that the file does not have are absent. */
export function countOutcomes({ records }: ImportReport): Counts {
  const counted = Object.entries(kinds).map(([kind, name]) => {
    const own = records.filter((record) => record.kind === kind);
    return [name, own.length === 0 ? undefined : countOwn(own)] as const;
  });
  return Object.fromEntries(counted.flatMap(([name, counts]) => (counts === undefined ? [] : [[name, counts]])));
}

function countOwn(records: readonly ImportedRecord[]): Record<string, number> {
  return Object.fromEntries(
    outcomes.map((outcome) => [outcome, records.filter((record) => record.outcome === outcome).length]),
  );
}

export function printReport(report: ImportReport, isDryRun: boolean): void {
  const left = report.records.filter(({ reason }) => reason !== undefined);
  if (left.length > 0) {
    print(`${formatTable(["OUTCOME", "RECORD", "ID", "REASON"], left.map(toLine))}\n`);
  }
  for (const note of joinNotes(report.notes)) print(note);
  if (report.notes.length > 0) print("");
  const counts = Object.entries(countOutcomes(report));
  for (const [name, own] of counts) {
    const parts = Object.entries(own).flatMap(([outcome, count]) => (count === 0 ? [] : [`${count} ${outcome}`]));
    print(`${name}: ${parts.join(", ")}`);
  }
  if (counts.length === 0) print("The file has nothing to import.");
  if (isDryRun) print("Dry run: nothing was changed. Run it again with --apply to write the changes.");
}

function toLine({ outcome, where, id = "", field, reason = "" }: ImportedRecord): string[] {
  return [outcome, clean(where), clean(id), clean(field === undefined ? reason : `${field}: ${reason}`)];
}

const shownPlaces = 3;

/** What is said of many stands there once. */
function joinNotes(notes: readonly ImportNote[]): string[] {
  const byMessage = Map.groupBy(notes, ({ message }) => message);
  return [...byMessage].map(([message, about]) => {
    const places = about.slice(0, shownPlaces).map(({ where, id }) => (id === undefined ? where : `${where} (${id})`));
    const more = about.length > shownPlaces ? ` and ${about.length - shownPlaces} more` : "";
    return clean(`${places.join(", ")}${more}: ${message}`);
  });
}
