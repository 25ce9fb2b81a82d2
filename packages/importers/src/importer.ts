import type { ImportRecords } from "@sallyport/core";

/** Reads the files of one system; the list is `all.ts`. Pure: no clock, no network, no other file. */
export interface Importer {
  /** As it is called on the command line. */
  name: string;
  /** What file it takes, for people. */
  summary: string;
  /** @throws MalformedFileError when it is no file of that system */
  read(text: string): ImportRecords;
}

/** Records for a file that has some kinds of them only. */
export function recordsOf(some: Partial<ImportRecords>): ImportRecords {
  return { clients: [], people: [], consents: [], notes: [], ...some };
}
