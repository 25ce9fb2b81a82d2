import type { Database } from "better-sqlite3";
import { eq, fillPlaceholders, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import {
  type SQLiteColumn,
  SQLiteSyncDialect,
  type SQLiteTable,
  type SQLiteUpdateSetSource,
} from "drizzle-orm/sqlite-core";

/** Drizzle with the connection it runs on. */
export type StoreDatabase = BetterSQLite3Database & { $client: Database };

/** How the names of columns in the schema become those in the database. */
export const casing = "snake_case";

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
  const query = database
    .select()
    .from(table)
    .where(eq(key, bound(key)));
  const statement = database.$client.prepare<unknown[], unknown[]>(query.toSQL().sql).raw();
  const read = rowReader(table);
  return (value) => {
    const found = statement.get(encode(key, value));
    return found && read(found);
  };
}

/** Prepares a selection of all columns of the table in their order; its placeholders get values by name. */
export function prepareRows<Table extends SQLiteTable>(
  database: StoreDatabase,
  table: Table,
  selection: SQL,
): (values: Record<string, unknown>) => Table["$inferSelect"][] {
  const query = new SQLiteSyncDialect({ casing }).sqlToQuery(selection);
  const statement = database.$client.prepare<unknown[], unknown[]>(query.sql).raw();
  const read = rowReader(table);
  return (values) => statement.all(...fillPlaceholders(query.params, values)).map((found) => read(found));
}

/** Makes a row of the values of all columns in the order of the table. */
function rowReader<Table extends SQLiteTable>(table: Table): (values: readonly unknown[]) => Table["$inferSelect"] {
  const columns = Object.entries<SQLiteColumn>(getTableColumns(table));
  return (values) => {
    const row: Record<string, unknown> = {};
    for (const [index, [name, column]] of columns.entries()) row[name] = decode(column, values[index]);
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

/** Turns a row into what the port has, without the columns that only the table has. */
export function present<Row extends object, Omitted extends keyof Row = never>(
  row: Row,
  ...omitted: readonly Omitted[]
): Present<Omit<Row, Omitted>> {
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null) found[name] = value;
  for (const name of omitted) delete found[String(name)];
  // Leaving these members out is just what the type says.
  return found as Present<Omit<Row, Omitted>>;
}

/** `epoch`, or one more when the status becomes `disabled`. */
export function epochAfterStatus(table: { epoch: SQLiteColumn; status: SQLiteColumn }): SQL {
  const status = sql.placeholder("status");
  return sql`${table.epoch} + (${status} = 'disabled' and ${table.status} <> 'disabled')`;
}
