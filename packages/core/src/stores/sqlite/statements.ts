import type { Database } from "better-sqlite3";
import { eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { SQLiteColumn, SQLiteTable, SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { formatCursor, type Position } from "../page.ts";
import type { Page } from "../port.ts";

/** Drizzle with the connection it runs on. */
export type StoreDatabase = BetterSQLite3Database & { $client: Database };

/** A value that is bound when the prepared statement runs, encoded as its column wants it. */
export function bound(column: SQLiteColumn, name: string = column.name): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/**
 * Prepares an INSERT of a whole row; an absent member becomes NULL. Returns the number of rows written.
 * Drizzle writes the SQL and the codecs; they are run here, because its own run costs as much as SQLite's.
 */
export function prepareInsert<Table extends SQLiteTable>(
  database: StoreDatabase,
  table: Table,
  onConflict: "fail" | "ignore" = "fail",
): (row: Table["$inferInsert"]) => number {
  const columns = Object.entries<SQLiteColumn>(getTableColumns(table));
  // Every column of the table, each with a placeholder: what `values` asks for, in a form it cannot infer.
  const values = Object.fromEntries(columns.map(([name]) => [name, sql.placeholder(name)])) as Table["$inferInsert"];
  const insert = database.insert(table).values(values);
  const statement = database.$client.prepare(
    (onConflict === "fail" ? insert : insert.onConflictDoNothing()).toSQL().sql,
  );
  return (row) => {
    const given: Record<string, unknown> = row;
    return statement.run(...columns.map(([name, column]) => encode(column, given[name]))).changes;
  };
}

/** Prepares the look-up of the one row whose `key` has a given value. */
export function prepareLookUp<Table extends SQLiteTable>(
  database: StoreDatabase,
  table: Table,
  key: SQLiteColumn,
): (value: unknown) => Table["$inferSelect"] | undefined {
  const columns = Object.entries<SQLiteColumn>(getTableColumns(table));
  const query = database
    .select()
    .from(table)
    .where(eq(key, bound(key)));
  const statement = database.$client.prepare<unknown[], unknown[]>(query.toSQL().sql).raw();
  return (value) => {
    const found = statement.get(encode(key, value));
    if (found === undefined) return undefined;
    const row: Record<string, unknown> = {};
    for (const [index, [name, column]] of columns.entries()) row[name] = decode(column, found[index]);
    // The columns of the table in their order, each decoded: a row by construction.
    return row as Table["$inferSelect"];
  };
}

/**
 * Prepares an UPDATE of `columns`, in the order of the table, by their names in the row, where `key` has a given value; an absent
 * member becomes NULL. Returns the number of rows written.
 */
export function prepareUpdate<Table extends SQLiteTable>(
  database: StoreDatabase,
  table: Table,
  what: { key: SQLiteColumn; columns: readonly [name: string, column: SQLiteColumn][] },
): (key: unknown, row: Record<string, unknown>) => number {
  // Of every column a placeholder: what `set` asks for, in a form it cannot infer.
  const set = Object.fromEntries(what.columns.map(([name]) => [name, sql`${sql.placeholder(name)}`]));
  const update = database
    .update(table)
    .set(set as SQLiteUpdateSetSource<Table>)
    .where(eq(what.key, sql.placeholder("key")));
  const statement = database.$client.prepare(update.toSQL().sql);
  return (key, row) => {
    const values = what.columns.map(([name, column]) => encode(column, row[name]));
    return statement.run(...values, encode(what.key, key)).changes;
  };
}

function encode(column: SQLiteColumn, value: unknown): unknown {
  return value === undefined || value === null ? null : column.mapToDriverValue(value);
}

function decode(column: SQLiteColumn, value: unknown): unknown {
  return value === null ? null : column.mapFromDriverValue(value);
}

type NullableKey<Row> = { [Key in keyof Row]: null extends Row[Key] ? Key : never }[keyof Row];

/** A row as the port has it: what is NULL is absent. */
export type Present<Row> = { [Key in Exclude<keyof Row, NullableKey<Row>>]: Row[Key] } & {
  [Key in NullableKey<Row>]?: Exclude<Row[Key], null>;
};

/** Turns a row into what the port has, without the column that only the table has. */
export function present<Row extends object, Omitted extends keyof Row = never>(
  row: Row,
  omitted?: Omitted,
): Present<Omit<Row, Omitted>> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null && name !== omitted) found[name] = value;
  // Leaving these members out is just what the type says.
  return found as Present<Omit<Row, Omitted>>;
}

/** The columns by which a list is sorted. */
interface ListedTable {
  createdAt: SQLiteColumn;
  number: SQLiteColumn;
}

/** Whether a row comes after the position (`createdAt`, `number`) in a list that begins with the newest. */
export function isAfterPosition({ createdAt, number }: ListedTable): SQL {
  return sql`(${createdAt}, ${number}) < (${sql.placeholder("createdAt")}, ${sql.placeholder("number")})`;
}

/** Cuts a page out of one row more than it holds. */
export function pageOf<Row extends Position, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const items = rows.slice(0, limit).map(toItem);
  return last === undefined ? { items } : { items, next: formatCursor(last) };
}

/** `epoch`, or one more when the status becomes `disabled`. */
export function epochAfterStatus(table: { epoch: SQLiteColumn; status: SQLiteColumn }): SQL {
  const status = sql.placeholder("status");
  return sql`${table.epoch} + (${status} = 'disabled' and ${table.status} <> 'disabled')`;
}
