import type { Database } from "better-sqlite3";
import { eq, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Client, Resource, SigningKey, SystemState, User } from "../../ports/store.ts";
import { type Cache, createCache } from "./cache.ts";
import { cacheVersion } from "./schema.ts";

/** What nearly every request reads and few change. The values are frozen. */
export interface Caches {
  clients: Cache<Client>;
  users: Cache<User>;
  /** One entry: all of them. */
  resources: Cache<readonly Resource[]>;
  keys: Cache<readonly SigningKey[]>;
  system: Cache<SystemState>;
  /** Empties the caches when another process changed what they hold; looks once per event-loop turn. */
  refresh(): void;
  /** Tells the other processes that something cached changes; call it in the unit that changes it. */
  announce(): void;
}

const maxClients = 10_000;
const maxUsers = 10_000;
const row = 1;

export function createCaches(connection: Database, database: BetterSQLite3Database): Caches {
  const caches = {
    clients: createCache<Client>(maxClients),
    users: createCache<User>(maxUsers),
    resources: createCache<readonly Resource[]>(1),
    keys: createCache<readonly SigningKey[]>(1),
    system: createCache<SystemState>(1),
  };
  // Changes with each commit of another connection: cheaper than to read a row, but it says not what changed.
  const dataVersion = connection.prepare("PRAGMA data_version").pluck();
  const readVersion = database.select().from(cacheVersion).where(eq(cacheVersion.number, row)).prepare();
  const bump = database
    .insert(cacheVersion)
    .values({ number: row, version: 1 })
    .onConflictDoUpdate({ target: cacheVersion.number, set: { version: sql`${cacheVersion.version} + 1` } })
    .prepare();
  let seenDataVersion: unknown;
  let seenVersion: number | undefined;
  let isChecked = false;

  return {
    ...caches,
    refresh() {
      if (isChecked) return;
      const foundDataVersion = dataVersion.get();
      if (foundDataVersion !== seenDataVersion) {
        const version = readVersion.get()?.version;
        if (version !== seenVersion) for (const cache of Object.values(caches)) cache.clear();
        seenVersion = version;
        seenDataVersion = foundDataVersion;
      }
      isChecked = true;
      setImmediate(() => {
        isChecked = false;
      });
    },
    announce: () => void bump.run(),
  };
}
