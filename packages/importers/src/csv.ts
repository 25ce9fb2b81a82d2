import type { ImportedPerson, ImportNote } from "@sallyport/core";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { type Importer, recordsOf } from "./importer.ts";
import { MalformedFileError, readAs } from "./malformed.ts";
import { fullName, instant, words } from "./values.ts";

const flagWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  "1": true,
  false: false,
  no: false,
  "0": false,
};

const flag = z.string().transform((value, context) => {
  const read = value === "" ? false : flagWords[value.toLowerCase()];
  if (read !== undefined) return read;
  context.addIssue("neither true nor false");
  return z.NEVER;
});
/** An empty cell says nothing, and digits are a number. */
const date = z.preprocess(
  (cell) => (cell === "" ? undefined : /^\d+$/.test(String(cell)) ? Number(cell) : cell),
  instant,
);

/** The columns, of which only `email` has to be there. */
const row = z.object({
  email: z.string(),
  id: words,
  name: words,
  first_name: words,
  last_name: words,
  password_hash: words,
  disabled: flag.optional(),
  created_at: date,
});

/** People from anywhere (RFC 4180), the first line names the columns. */
export const csv: Importer = {
  name: "csv",
  summary: `people from anywhere; columns: ${Object.keys(row.shape).join(", ")}`,
  read(file) {
    const lines = readLines(file);
    return recordsOf({ people: lines.rows.map((line) => readPerson(line)), notes: lines.notes });
  },
};

interface Line {
  number: number;
  cells: Record<string, string>;
}

function readLines(file: string): { rows: readonly Line[]; notes: readonly ImportNote[] } {
  const columns: string[] = [];
  try {
    // With `info` each record comes with the line it ends on.
    const records = parse(file, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      columns: (header: readonly string[]) => {
        columns.push(...header.map((name) => name.trim().toLowerCase()));
        return columns;
      },
    }) as unknown as readonly { record: Record<string, string>; info: { lines: number } }[];
    return {
      rows: records.map(({ record, info }) => ({ number: info.lines, cells: record })),
      notes: readHeader(columns),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new MalformedFileError(`the file is not CSV: ${error.message}`);
  }
}

function readHeader(columns: readonly string[]): ImportNote[] {
  if (!columns.includes("email")) throw new MalformedFileError("line 1: there is no column email");
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new MalformedFileError(`line 1: the column ${twice} stands twice`);
  const unknown = columns.filter((name) => !Object.hasOwn(row.shape, name));
  if (unknown.length === 0) return [];
  return [{ where: "line 1", message: `these columns are not carried over: ${unknown.join(", ")}` }];
}

function readPerson({ number, cells }: Line): ImportedPerson {
  const where = `line ${number}`;
  const { email, id, name, first_name, last_name, password_hash, disabled, created_at } = readAs(row, cells, where);
  return {
    where,
    id,
    email,
    name: name ?? fullName(first_name, last_name),
    passwordHash: password_hash,
    isDisabled: disabled,
    createdAt: created_at,
  };
}
