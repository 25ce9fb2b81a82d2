import { and, asc, desc, gt, lt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { rowIdList } from "../lists.ts";
import { cutPage, readRequest } from "../page.ts";
import type { Page, RowId, RowListRequest } from "../port.ts";
import type { StoreDatabase } from "./statements.ts";

/** Prepares the pages of the rows that `where` selects, whose placeholders are bound to the values that a call gives. */
export function prepareRowIdList<Table extends SQLiteTable, Row extends { id: RowId }>(
  database: StoreDatabase,
  {
    table,
    id,
    where,
    toRow,
  }: { table: Table; id: SQLiteColumn; where: SQL | undefined; toRow: (stored: Table["$inferSelect"]) => Row },
): (wanted: RowListRequest, values: Record<string, unknown>) => Page<Row> {
  const place = sql.placeholder("place");
  const limit = sql.placeholder("limit");
  const select = () => database.select().from(table);
  const up = select()
    .where(and(where, gt(id, place)))
    .orderBy(asc(id))
    .limit(limit)
    .prepare();
  const down = select()
    .where(and(where, lt(id, place)))
    .orderBy(desc(id))
    .limit(limit)
    .prepare();
  return (wanted, values) => {
    const reading = readRequest(rowIdList, wanted);
    if (reading === undefined) return { items: [] };
    const isUp = reading.order === "asc";
    const place = reading.after?.number ?? (isUp ? 0 : Number.MAX_SAFE_INTEGER);
    const stored = (isUp ? up : down).all({ ...values, place, limit: reading.limit + 1 });
    const rows = stored.map((one) => toRow(one)).map((row) => ({ row, position: { value: row.id, number: row.id } }));
    return cutPage({ rows }, reading);
  };
}
