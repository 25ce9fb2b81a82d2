import { cutPage, type ListDefinition, type Position, type Reading, readRequest } from "../shared/page.ts";
import type { ListRequest, Page, RowId, Searched } from "../../ports/store.ts";
import type { Entry } from "./tables.ts";

/** The page that the request asks for, of all entries of a table. */
export function listPage<Row, SortName extends string, FilterName extends string>(
  list: ListDefinition<Row, SortName, FilterName>,
  entries: readonly Entry<Row>[],
  request: ListRequest<SortName> & Searched & { [Name in FilterName]?: string },
): Page<Row> {
  const reading = readRequest(list, request);
  if (reading === undefined) return { items: [] };
  // The keys of the record, which `keys` cannot know.
  const filters = (Object.keys(list.filters) as FilterName[]).filter((name) => request[name] !== undefined);
  const rows = entries
    .filter(({ row }) => filters.every((name) => list.filters[name](row) === request[name]))
    .flatMap(({ row, number }) => {
      const value = valueIn(list, reading, row);
      return value === undefined ? [] : [{ row, position: { value, number } }];
    })
    .filter(({ position }) => reading.after === undefined || follows(position, reading.after, reading.order))
    .toSorted((a, b) => (follows(a.position, b.position, reading.order) ? 1 : -1));
  return cutPage({ rows }, reading);
}

/** Rows whose ids are their numbers. */
export function byRowId<Row extends { id: RowId }>(rows: readonly Row[]): Entry<Row>[] {
  return rows.map((row) => ({ row, number: row.id }));
}

function valueIn<Row, SortName extends string>(
  list: ListDefinition<Row, SortName, string>,
  { sort, prefix = "" }: Reading<SortName>,
  row: Row,
): Position["value"] | undefined {
  if (sort !== undefined) return list.sorts[sort].valueOf(row);
  const found = list.termsOf(row).filter((term) => term.startsWith(prefix));
  return found.toSorted(compare)[0];
}

function follows(a: Position, b: Position, order: "asc" | "desc"): boolean {
  const difference = compare(a.value, b.value) || a.number - b.number;
  return order === "asc" ? difference > 0 : difference < 0;
}

/** Texts by their bytes, as databases do. */
function compare(a: Position["value"], b: Position["value"]): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}
