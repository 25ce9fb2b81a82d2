import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { cutPage, type Found, type ListDefinition, type Reading, readRequest } from "../shared/page.ts";
import type { ListRequest, Page, Searched } from "../../ports/store.ts";
import type { SearchTerms } from "./search-terms.ts";
import { prepareLookUp, prepareRows, type StoreDatabase } from "./statements.ts";

interface FilterColumn {
  column: SQLiteColumn;
  /** All values there are, when they are few: such filters share one index for each sort. */
  values?: readonly string[];
}

/**
 * How a table keeps a list. A sort needs an index of its column, and one of all columns with `values`, in the
 * order of `filters`, followed by its own. A filter without `values` needs one of its column and the sort's.
 */
interface ListLayout<Table extends SQLiteTable, Row, SortName extends string, FilterName extends string> {
  list: ListDefinition<Row, SortName, FilterName>;
  table: Table;
  /** The primary key, which grows with each insertion. */
  number: SQLiteColumn;
  sorts: Readonly<Record<SortName, SQLiteColumn>>;
  filters: Readonly<Record<FilterName, FilterColumn>>;
  terms: Pick<SearchTerms, "find">;
  toRow: (stored: Table["$inferSelect"]) => Row;
  numberOf: (stored: Table["$inferSelect"]) => number;
}

type Filter<FilterName extends string> = { readonly [Name in FilterName]?: string };

/** What a sorted page is read for. */
interface Sorted<SortName extends string, FilterName extends string> {
  reading: Reading<SortName> & { sort: SortName };
  given: readonly FilterName[];
}

/** So many rows a search with filters looks at for a page, which may then hold fewer than were asked for. */
const maxSearched = 500;

/** Prepares the pages of a list, each statement with its first use. What a page costs does not grow with its depth. */
export function prepareList<Table extends SQLiteTable, Row, SortName extends string, FilterName extends string>(
  database: StoreDatabase,
  layout: ListLayout<Table, Row, SortName, FilterName>,
): (request: ListRequest<SortName> & Searched & Filter<FilterName>) => Page<Row> {
  const { list } = layout;
  const readSorted = prepareSorted(database, layout);
  const readSearched = prepareSearched(database, layout);
  return (request) => {
    const reading = readRequest(list, request);
    if (reading === undefined) return { items: [] };
    // The keys of the record, which `keys` cannot know.
    const given = (Object.keys(list.filters) as FilterName[]).filter((name) => request[name] !== undefined);
    const { sort } = reading;
    if (sort !== undefined) return cutPage(readSorted({ reading: { ...reading, sort }, given }, request), reading);
    const matches = (row: Row): boolean => given.every((name) => list.filters[name](row) === request[name]);
    return cutPage(readSearched(reading, given.length === 0 ? undefined : matches), reading);
  };
}

/** One row more than the page holds, in the order of a sort. */
function prepareSorted<Table extends SQLiteTable, Row, SortName extends string, FilterName extends string>(
  database: StoreDatabase,
  layout: ListLayout<Table, Row, SortName, FilterName>,
) {
  const prepared = new Map<string, (values: Record<string, unknown>) => Table["$inferSelect"][]>();
  return (sorted: Sorted<SortName, FilterName>, filter: Filter<FilterName>): Found<Row> => {
    const { sort, order, after, limit } = sorted.reading;
    const key = [sort, order, after === undefined, ...sorted.given].join(" ");
    const read = prepared.get(key) ?? prepareRows(database, layout.table, selectionOf(layout, sorted));
    prepared.set(key, read);
    const its = layout.list.sorts[sort];
    const rows = read({ ...filter, ...after, limit: limit + 1 }).map((stored) => {
      const row = layout.toRow(stored);
      return { row, position: { value: its.valueOf(row), number: layout.numberOf(stored) } };
    });
    return { rows };
  };
}

/**
 * One selection for each combination of values that the request leaves open, so that each walks along the one
 * index of all these columns; the database merges them in order and stops at the limit.
 */
function selectionOf<Table extends SQLiteTable, Row, SortName extends string, FilterName extends string>(
  { table, number, sorts, filters }: ListLayout<Table, Row, SortName, FilterName>,
  { reading: { sort, order, after }, given }: Sorted<SortName, FilterName>,
): SQL {
  const columns = Object.values<SQLiteColumn>(getTableColumns(table));
  const value = sorts[sort];
  const [compared, direction] = order === "asc" ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const isAfter = sql`(${value}, ${number}) ${compared} (${sql.placeholder("value")}, ${sql.placeholder("number")})`;
  const isGiven = given.map((name) => eq(filters[name].column, sql.placeholder(name)));
  const branches = combinationsOf(filters, given).map((open) => {
    const where = and(...isGiven, ...open, after === undefined ? undefined : isAfter);
    return sql`select ${sql.join(columns, sql`, `)} from ${table} ${where && sql`where ${where}`}`;
  });
  const places = [value, number].map((column) => sql`${sql.raw(String(columns.indexOf(column) + 1))} ${direction}`);
  const all = sql.join(branches, sql` union all `);
  return sql`${all} order by ${sql.join(places, sql`, `)} limit ${sql.placeholder("limit")}`;
}

/** The conditions of each combination; a single one without any where no filter of few values is given. */
function combinationsOf<FilterName extends string>(
  filters: Readonly<Record<FilterName, FilterColumn>>,
  given: readonly FilterName[],
): SQL[][] {
  if (!given.some((name) => filters[name].values !== undefined)) return [[]];
  // The keys of the record, which `entries` cannot know.
  const open = (Object.keys(filters) as FilterName[]).filter((name) => !given.includes(name));
  return open.reduce<SQL[][]>(
    (combinations, name) => {
      const { column, values } = filters[name];
      if (values === undefined) return combinations;
      return combinations.flatMap((conditions) => values.map((value) => [...conditions, eq(column, value)]));
    },
    [[]],
  );
}

/** The rows with a term that begins as the reading says; with `matches` only those, of a bounded number. */
function prepareSearched<Table extends SQLiteTable, Row, SortName extends string, FilterName extends string>(
  database: StoreDatabase,
  { table, number, terms, toRow }: ListLayout<Table, Row, SortName, FilterName>,
) {
  const get = prepareLookUp(database, table, number);
  return (reading: Reading<SortName>, matches?: (row: Row) => boolean): Found<Row> => {
    const enough = reading.limit + 1;
    const places = terms.find(reading, matches === undefined ? enough : maxSearched);
    const rows: Found<Row>["rows"] = [];
    for (const position of places) {
      const stored = get(position.number);
      const row = stored && toRow(stored);
      if (row !== undefined && (matches === undefined || matches(row))) rows.push({ row, position });
      if (rows.length === enough) return { rows };
    }
    const resumeAt = places.length === maxSearched ? places.at(-1) : undefined;
    return resumeAt === undefined ? { rows } : { rows, resumeAt };
  };
}
