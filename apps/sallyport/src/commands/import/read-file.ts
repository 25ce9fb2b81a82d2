import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { usageFailure } from "../../terminal/failure.ts";

const sqliteHeader = "SQLite format 3\0";

/** What stands in the file; of an SQLite file its tables as a JSON object, each a list of rows. @throws Failure */
export function readExport(path: string): string {
  try {
    return isSqlite(path) ? readSqlite(path) : readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw usageFailure(`${path} cannot be read: ${reason}`, "file");
  }
}

function isSqlite(path: string): boolean {
  const descriptor = openSync(path, "r");
  try {
    const start = Buffer.alloc(sqliteHeader.length);
    return readSync(descriptor, start) === start.length && start.toString("latin1") === sqliteHeader;
  } finally {
    closeSync(descriptor);
  }
}

function readSqlite(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const names = database.prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~'",
    );
    const tables = names.all().map(({ name }) => {
      const table = String(name);
      return [table, database.prepare(`select * from "${table.replaceAll('"', '""')}"`).all()];
    });
    return JSON.stringify(Object.fromEntries(tables));
  } finally {
    database.close();
  }
}
