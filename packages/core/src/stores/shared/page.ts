import { z } from "zod";
import { decodeBase64url } from "../../base64url.ts";
import type { ListOrder, ListRequest, Page } from "../../ports/store.ts";

type SortValue = string | number;

/** A place in a list: rows with the same value follow in the order of their numbers. */
export interface Position {
  value: SortValue;
  /** Grows with each insertion. */
  number: number;
}

/** One way to sort a list; a store keeps an index for it. */
interface Sort<Row> {
  /** Unless the request says otherwise. */
  order: ListOrder;
  valueOf(row: Row): SortValue;
}

/** What every back-end's list of these rows can do. */
export interface ListDefinition<Row, SortName extends string, FilterName extends string> {
  /** The first is the one that is meant when a request names none. */
  sorts: Readonly<Record<SortName, Sort<Row>>>;
  filters: Readonly<Record<FilterName, (row: Row) => string>>;
  /** The words by which a row is searched, made by `termsOf`; empty: it cannot be searched. */
  termsOf: (row: Row) => readonly string[];
}

/** What a request asks of a list, but for its filters. */
export interface Reading<SortName extends string> {
  /** Undefined in a search: its rows come in the order of the terms that were found. */
  sort: SortName | undefined;
  order: ListOrder;
  limit: number;
  /** With what a term begins. */
  prefix?: string;
  /** Absent: from the beginning. */
  after?: Position;
}

const maxLimit = 200;

/**
 * What the request means. Undefined: a page without rows, for a cursor that this list did not make or that
 * was made under another sort: to begin anew would send a caller round in circles.
 */
export function readRequest<Row, SortName extends string>(
  { sorts }: Pick<ListDefinition<Row, SortName, string>, "sorts">,
  request: ListRequest<SortName> & { search?: string },
): Reading<SortName> | undefined {
  const prefix = request.search === undefined ? "" : fold(request.search);
  const limit = Math.min(Math.max(1, Math.trunc(request.limit)), maxLimit);
  const reading: Reading<SortName> =
    prefix === "" ? { ...sortOf(sorts, request), limit } : { sort: undefined, order: "asc", limit, prefix };
  if (request.cursor === undefined) return reading;
  const after = readCursor(request.cursor, nameOf(reading));
  return after && { ...reading, after };
}

function sortOf<SortName extends string>(
  sorts: Readonly<Record<SortName, { order: ListOrder }>>,
  request: ListRequest<SortName>,
): { sort: SortName; order: ListOrder } {
  // The keys of the record, which `keys` cannot know.
  const [usual] = Object.keys(sorts) as SortName[];
  const sort = request.sort ?? usual;
  if (sort === undefined) throw new Error("a list needs a sort");
  return { sort, order: request.order ?? sorts[sort].order };
}

/** One row more than the page holds, when there are so many. */
export interface Found<Row> {
  rows: { row: Row; position: Position }[];
  /** Where to go on looking, when the store stopped before it had them. */
  resumeAt?: Position;
}

export function cutPage<Row>({ rows, resumeAt }: Found<Row>, reading: Reading<string>): Page<Row> {
  const items = rows.slice(0, reading.limit).map(({ row }) => row);
  const next = rows.length > reading.limit ? rows[reading.limit - 1]?.position : resumeAt;
  return next === undefined ? { items } : { items, next: formatCursor(nameOf(reading), next) };
}

/** A cursor says under which sort it was made: under another one it means nothing. */
function nameOf({ sort, order, prefix }: Reading<string>): string {
  return sort === undefined ? `search ${prefix}` : `${sort} ${order}`;
}

function formatCursor(name: string, { value, number }: Position): string {
  return Buffer.from(JSON.stringify([name, value, number])).toString("base64url");
}

const cursorSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue("no JSON");
      return z.NEVER;
    }
  })
  .pipe(z.tuple([z.string(), z.union([z.string(), z.number()]), z.number()]));

function readCursor(cursor: string, name: string): Position | undefined {
  const found = cursorSchema.safeParse(decodeBase64url(cursor)?.toString("utf8"));
  if (!found.success) return undefined;
  const [itsName, value, number] = found.data;
  return itsName === name ? { value, number } : undefined;
}

/** So long are the texts by which lists are sorted and searched, in characters: what follows does not count. */
const maxKeyCharacters = 64;
const maxTermsPerText = 8;

/** A text without the difference of case, as lists sort and search it. */
export function fold(text: string): string {
  const folded = text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  return Array.from(folded).slice(0, maxKeyCharacters).join("");
}

/**
 * What a search finds a text by: the text from the beginning of each of its words, so that `desk` and
 * `claude d` find `Claude Desktop`, and `example.com` finds `ada@example.com`.
 */
export function termsOf(...texts: readonly (string | undefined)[]): readonly string[] {
  const terms = texts.flatMap((text = "") => {
    const starts = [...text.matchAll(/[\p{L}\p{N}]+/gu)].slice(0, maxTermsPerText);
    return [fold(text), ...starts.map(({ index }) => fold(text.slice(index)))];
  });
  return [...new Set(terms)].filter((term) => term !== "");
}
