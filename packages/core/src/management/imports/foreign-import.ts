import type { ManagementContext } from "../../context.ts";
import { importForeignClients } from "./foreign-clients.ts";
import { importForeignConsents } from "./foreign-consents.ts";
import { importForeignPeople } from "./foreign-people.ts";
import type { ImportedRecord, ImportNote } from "./foreign-records.ts";
import type { ForeignImport, ForeignRun } from "./foreign-run.ts";

/** One outcome for each record: clients, people, consents, each in their order. */
export interface ImportReport {
  records: readonly ImportedRecord[];
  notes: readonly ImportNote[];
}

export interface ForeignImportManagement {
  /** Takes in what another system had. A record that is refused stops no other. */
  run(wanted: ForeignImport): Promise<ImportReport>;
}

export function manageForeignImports(context: ManagementContext): ForeignImportManagement {
  return { run: (wanted) => importForeign(context, wanted) };
}

async function importForeign(context: ManagementContext, wanted: ForeignImport): Promise<ImportReport> {
  const notes: ImportNote[] = [...wanted.records.notes];
  const run: ForeignRun = { wanted, note: (note) => void notes.push(note) };
  const clients = await importForeignClients(context, run);
  const people = await importForeignPeople(context, run);
  // They need the two others.
  const consents = await importForeignConsents(context, run);
  return { records: [...clients, ...people, ...consents], notes };
}
