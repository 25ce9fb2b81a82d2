import type { ManagementContext } from "../../context.ts";
import { importClientRecords } from "./import-clients.ts";
import { importConsents } from "./import-consents.ts";
import { importPeople } from "./import-people.ts";
import type { ImportedRecord, ImportNote } from "./import-records.ts";
import type { ImportRequest, ImportRun } from "./import-run.ts";

/** One outcome for each record: clients, people, consents, each in their order. */
export interface ImportReport {
  records: readonly ImportedRecord[];
  notes: readonly ImportNote[];
}

export interface ImportManagement {
  /** Takes in what another system had. A record that is refused stops no other. */
  run(wanted: ImportRequest): Promise<ImportReport>;
}

export function manageImports(context: ManagementContext): ImportManagement {
  return { run: (wanted) => runImport(context, wanted) };
}

async function runImport(context: ManagementContext, wanted: ImportRequest): Promise<ImportReport> {
  const notes: ImportNote[] = [...wanted.records.notes];
  const run: ImportRun = { wanted, note: (note) => void notes.push(note) };
  const clients = await importClientRecords(context, run);
  const people = await importPeople(context, run);
  // They need the two others.
  const consents = await importConsents(context, run);
  return { records: [...clients, ...people, ...consents], notes };
}
