import type { ForeignRecords, ImportedRecord, ImportNote } from "./foreign-records.ts";

export interface ForeignImport {
  records: ForeignRecords;
  /** What becomes of a client that is here already and is another in the file. People who are here stay as they are. */
  onExisting: "skip" | "update";
  /** Only says what would be done. */
  isDryRun: boolean;
  /** Hears how many records of a kind are done. */
  progress?: ((kind: ImportedRecord["kind"], done: number) => void) | undefined;
}

export interface ForeignRun {
  wanted: ForeignImport;
  note: (note: ImportNote) => void;
}
