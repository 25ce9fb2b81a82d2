import { and, asc, desc, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { rowIdList } from "../shared/lists.ts";
import { cutPage, type Found, readRequest } from "../shared/page.ts";
import type { ListOrder, Page, RowListRequest } from "../../ports/store.ts";
import type { StoreDatabase } from "./statements.ts";

interface RowIdLayout<Table extends SQLiteTable, Row> {
  table: Table;
  /** The primary key, an integer. */
  number: SQLiteColumn;
  /** Needs an index of its columns, if it has any. */
  where?: SQL | undefined;
  /** What the rows must fulfil beside that, without an index. */
  matches?: SQL | undefined;
  toRow: (stored: Table["$inferSelect"]) => Row;
  numberOf: (stored: Table["$inferSelect"]) => number;
}

/** So many rows a page looks at when there is something to match, and may then hold fewer than were asked for. */
const maxLookedAt = 5_000;

/**
 * Prepares the pages of a table by its primary key; the placeholders are bound to the values of a call. What
 * a page costs depends on neither its depth nor the number of rows.
 */
export function prepareRowIdList<Table extends SQLiteTable, Row>(
  database: StoreDatabase,
  layout: RowIdLayout<Table, Row>,
): (wanted: RowListRequest, values: Record<string, unknown>) => Page<Row> {
  const { toRow, numberOf } = layout;
  const walks = { asc: prepareWalk(database, layout, "asc"), desc: prepareWalk(database, layout, "desc") };
  return (wanted, values) => {
    const reading = readRequest(rowIdList, wanted);
    if (reading === undefined) return { items: [] };
    const start = reading.after?.number ?? (reading.order === "asc" ? 0 : Number.MAX_SAFE_INTEGER);
    const { rows, end } = walks[reading.order]({ ...values, start }, reading.limit + 1);
    const found: Found<Row> = {
      rows: rows.map((stored) => ({ row: toRow(stored), position: positionOf(numberOf(stored)) })),
    };
    return cutPage(end === undefined ? found : { ...found, resumeAt: positionOf(end) }, reading);
  };
}

function positionOf(number: number) {
  return { value: number, number };
}

/** Reads rows from a place on; `end` is where it stopped looking, when there may be more behind. */
function prepareWalk<Table extends SQLiteTable, Row>(
  database: StoreDatabase,
  { table, number, where, matches }: RowIdLayout<Table, Row>,
  order: ListOrder,
) {
  const [isAfter, isUntil, direction] = order === "asc" ? [gt, lte, asc] : [lt, gte, desc];
  const begin = and(where, isAfter(number, sql.placeholder("start")));
  const look = database
    .select({ number })
    .from(table)
    .where(begin)
    .orderBy(direction(number))
    .limit(1)
    .offset(maxLookedAt - 1)
    .prepare();
  const read = (more: SQL | undefined) =>
    database
      .select()
      .from(table)
      .where(and(begin, more))
      .orderBy(direction(number))
      .limit(sql.placeholder("limit"))
      .prepare();
  const readAll = read(undefined);
  const readMatching = read(and(matches, isUntil(number, sql.placeholder("end"))));
  const beyond = order === "asc" ? Number.MAX_SAFE_INTEGER : 0;
  return (values: Record<string, unknown>, limit: number): { rows: Table["$inferSelect"][]; end?: number } => {
    if (matches === undefined) return { rows: readAll.all({ ...values, limit }) };
    const end = look.get(values)?.number;
    const rows = readMatching.all({ ...values, limit, end: end ?? beyond });
    return typeof end === "number" && rows.length < limit ? { rows, end } : { rows };
  };
}
