import { closeSync, openSync } from "node:fs";
import Driver, { type Database } from "better-sqlite3";
import { checkpointBytes } from "./checkpoint.ts";
import type { Transaction } from "./writer.ts";

const cacheKibibytes = 32 * 1024;

/**
 * Opens the connection of the main thread. It never waits for a lock: the driver is synchronous, so
 * waiting would stop every request.
 */
export function openConnection(file: string, nativeBinding: string | object | undefined): Database {
  createPrivately(file);
  const connection = new Driver(file, { timeout: 0, ...bindingOption(nativeBinding) });
  // Each is the connection's own; what is written to the file comes with the migrations.
  connection.pragma("synchronous = FULL");
  connection.pragma("wal_autocheckpoint = 0");
  connection.pragma(`journal_size_limit = ${checkpointBytes}`);
  connection.pragma(`cache_size = -${cacheKibibytes}`);
  connection.pragma("temp_store = MEMORY");
  connection.pragma("trusted_schema = OFF");
  return connection;
}

/** The SQLite inside the driver: `3.50.4`. */
export function readSqliteVersion(nativeBinding?: string | object): string {
  const connection = new Driver(":memory:", bindingOption(nativeBinding));
  try {
    return String(connection.prepare("SELECT sqlite_version()").pluck().get());
  } finally {
    connection.close();
  }
}

/** Only its owner may read the database; the write-ahead log takes the mode of the database over. */
function createPrivately(file: string): void {
  const ownerOnly = 0o600;
  closeSync(openSync(file, "a", ownerOnly));
}

function bindingOption(nativeBinding: string | object | undefined): { nativeBinding?: string } {
  // The driver also takes a loaded addon, which its types do not know.
  return nativeBinding === undefined ? {} : { nativeBinding: nativeBinding as string };
}

export function prepareTransaction(connection: Database): Transaction {
  const begin = connection.prepare("BEGIN IMMEDIATE");
  const commit = connection.prepare("COMMIT");
  const rollback = connection.prepare("ROLLBACK");
  return {
    begin: () => void begin.run(),
    commit: () => void commit.run(),
    rollback() {
      if (connection.inTransaction) rollback.run();
    },
  };
}
