import type { Database } from "better-sqlite3";

/** Many rows made of one row of a table. */
export interface Multiplication {
  table: string;
  /** A condition that the row to copy fulfils. */
  like: string;
  count: number;
  /** SQL for the columns that differ; `n` counts from 1, `t` is the row that is copied. */
  columns: Readonly<Record<string, string>>;
}

const rowsAtOnce = 200_000;

/** Copies a row `count` times in big transactions; the indexes are taken away before and made anew after. */
export function multiply(database: Database, what: Multiplication, progress: (text: string) => void): void {
  const { table, count } = what;
  const indexes = database
    .prepare<[string], { name: string; sql: string }>(
      "select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name = ?",
    )
    .all(table);
  for (const { name } of indexes) database.exec(`drop index "${name}"`);
  const insert = database.prepare(insertionOf(database, what));
  for (let from = 1; from <= count; from += rowsAtOnce) {
    const to = Math.min(count, from + rowsAtOnce - 1);
    // As integers: the driver binds numbers as floating point.
    insert.run({ from: BigInt(from), to: BigInt(to) });
    progress(`${table}: ${to} of ${count}`);
  }
  for (const { name, sql } of indexes) {
    progress(`${table}: ${name}`);
    database.exec(sql);
  }
}

function insertionOf(database: Database, { table, like, columns }: Multiplication): string {
  const names = database
    .prepare<[string], { name: string }>("select name from pragma_table_info(?)")
    .all(table)
    .map(({ name }) => name);
  const unknown = Object.keys(columns).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(", ")}`);
  return `
    with recursive series(n) as (select @from union all select n + 1 from series where n < @to),
      t as materialized (select * from ${table} where ${like} limit 1)
    insert into ${table} (${names.join(", ")})
    select ${names.map((name) => columns[name] ?? `t.${name}`).join(", ")} from t, series`;
}
