import { existsSync } from "node:fs";
import { createStandaloneManagement, type Management } from "@sallyport/core";
import { createSystemRandom } from "@sallyport/core/random";
import type { Command } from "commander";
import { Failure, usageFailure } from "../terminal/failure.ts";
import { loadMasterKey, withRightKey } from "../storage/master-key.ts";
import { createPasswordHasher } from "../storage/passwords.ts";
import { readSettings } from "../settings/read.ts";
import { openStore, parseDatabase } from "../storage/open-store.ts";
import { systemClock } from "../storage/system-clock.ts";

export interface ManagedDatabase {
  /** As given on the command line. */
  database: string | undefined;
  /** Whether the database may be made by this call. */
  mayCreate: boolean;
  /** Whether there being none is as good as an empty one: for those who only ask what would be done. */
  mayBeAbsent?: boolean;
  /** Whether nothing is changed: what changes something is written to the audit trail, and that needs the master key. */
  isReading?: boolean;
}

export function addDatabaseOption(command: Command): void {
  command.option("--database <url>", "database URL: sqlite:./file.db (or SALLYPORT_DATABASE, or DATABASE_URL)");
}

/**
 * Does `work` on the database, beside the servers that may be running on it. There is no issuer until the
 * first of them was started.
 */
export async function withManagement<Result>(
  { database, mayCreate, mayBeAbsent = false, isReading = false }: ManagedDatabase,
  work: (management: Management, readIssuer: () => Promise<string | undefined>) => Promise<Result>,
): Promise<Result> {
  const flags = { database };
  const { database: text, ...keySettings } = readSettings({ flags, environment: process.env, aliases: true });
  if (text === undefined) throw usageFailure("pass --database, for example sqlite:./sallyport.db", "database");
  const address = parseDatabase(text);
  if (address.kind === "memory") {
    throw usageFailure("a memory: database exists only inside its server process: use an sqlite: database", "database");
  }
  const isAbsent = !mayCreate && !existsSync(address.file);
  if (isAbsent && !mayBeAbsent) {
    throw new Failure("database_missing", `the database ${address.file} does not exist`, { field: "database" });
  }
  const store = await openStore(isAbsent ? { kind: "memory" } : address, false);
  try {
    const masterKey = isReading ? undefined : await loadMasterKey(keySettings, address, store);
    const random = createSystemRandom();
    const passwords = createPasswordHasher();
    const deps = { store, clock: systemClock, random, passwords, masterKey };
    const management = await withRightKey(() => createStandaloneManagement(deps));
    const result = await work(management, async () => (await store.system.get())?.issuer);
    await management.audit.flush();
    return result;
  } finally {
    await store.close();
  }
}
