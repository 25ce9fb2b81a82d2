import type { ImportRecords, ImportedRecord, ImportNote } from "./import-records.ts";

export interface ImportRequest {
  records: ImportRecords;
  /** What becomes of a client that is here already and is another in the file. People who are here stay as they are. */
  onExisting: "skip" | "update";
  /** Only says what would be done. */
  isDryRun: boolean;
  /** Hears how many records of a kind are done. */
  progress?: ((kind: ImportedRecord["kind"], done: number) => void) | undefined;
}

export interface ImportRun {
  wanted: ImportRequest;
  note: (note: ImportNote) => void;
}
