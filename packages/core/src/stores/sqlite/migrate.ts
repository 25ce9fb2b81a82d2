import type { Database } from "better-sqlite3";
import { migrations } from "./migrations.generated.ts";
import { applicationId } from "./schema.ts";

/** The file cannot be this program's database as it is; a start fails with this message. */
export class DatabaseRefusedError extends Error {
  /** By which those know it who do not load the store. */
  override readonly name = "DatabaseRefusedError";
}

/**
 * Brings the database to this program's schema version, which is the number of its migrations. One
 * attempt: throws `SQLITE_BUSY` when another process holds the lock.
 * @throws DatabaseRefusedError when the database is newer than the program, or not ours
 */
export function migrate(connection: Database, file: string): void {
  const current = readVersion(connection, file);
  if (connection.pragma("journal_mode", { simple: true }) !== "wal") connection.pragma("journal_mode = WAL");
  if (current === migrations.length) return;
  connection
    .transaction(() => {
      // Read again: another process may have migrated while this one waited for the lock.
      for (const { sql } of migrations.slice(readVersion(connection, file))) connection.exec(sql);
      connection.pragma(`application_id = ${applicationId}`);
      connection.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

function readVersion(connection: Database, file: string): number {
  const owner = connection.pragma("application_id", { simple: true });
  const version = Number(connection.pragma("user_version", { simple: true }));
  const isEmpty = connection.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
  if (owner !== applicationId && !isEmpty) {
    throw new DatabaseRefusedError(`${file} is a database of another program`);
  }
  if (version > migrations.length) {
    throw new DatabaseRefusedError(
      `${file} has schema version ${version}, but this program knows only up to version ${migrations.length}: ` +
        "start the newer program",
    );
  }
  return version;
}
