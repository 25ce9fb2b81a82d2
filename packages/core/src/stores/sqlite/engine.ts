import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { StoreUnavailableError } from "../../errors.ts";
import { freeze } from "../shared/frozen.ts";
import type { Cache } from "./cache.ts";
import { type Caches, createCaches } from "./caches.ts";
import { prepareTransaction } from "./connection.ts";
import { casing, type StoreDatabase } from "./statements.ts";
import { isLocked, lockDelayMs, toStoreError } from "./trouble.ts";
import { createWriter, type Transaction, type Writer } from "./writer.ts";

/** What the verbs are made of. */
export interface Engine {
  database: StoreDatabase;
  caches: Caches;
  transaction: Transaction;
  write: Writer["write"];
  /** Runs a synchronous query, again and again while the database is locked. */
  read: <Result>(query: () => Result) => Promise<Result>;
  /** As `read`, but asks the cache first. */
  readCached: <Value>(cache: Cache<Value>, key: string, load: () => Value | undefined) => Promise<Value | undefined>;
  isClosed(): boolean;
  /** Settles what is queued; refuses every call from now on. */
  close(): Promise<void>;
}

export interface EngineOptions {
  lockDeadlineMs: number;
  maxQueuedUnits: number;
  onCommit: () => void;
}

export function createEngine(connection: Database, options: EngineOptions): Engine {
  const database = drizzle(connection, { casing });
  const caches = createCaches(connection, database);
  const transaction = prepareTransaction(connection);
  const writer = createWriter({ transaction, ...options });
  let closed = false;

  function read<Result>(query: () => Result): Promise<Result> {
    if (closed) return Promise.reject(new StoreUnavailableError("the store is closed"));
    try {
      return Promise.resolve(query());
    } catch (error) {
      if (!isLocked(error)) return Promise.reject(toStoreError(error));
      const retry = (): Result => {
        if (closed) throw new StoreUnavailableError("the store is closed");
        return query();
      };
      return retryWhileLocked(retry, options.lockDeadlineMs);
    }
  }

  return {
    database,
    caches,
    transaction,
    read,
    write: (unit, committed) => writer.write(unit, committed),
    readCached: (cache, key, load) =>
      read(() => {
        caches.refresh();
        const known = cache.get(key);
        if (known !== undefined) return known;
        const loaded = load();
        if (loaded !== undefined) cache.set(key, freeze(loaded));
        return loaded;
      }),
    isClosed: () => closed,
    close() {
      closed = true;
      return writer.close();
    },
  };
}

/** Calls `action` until no other process holds its lock, without blocking in between. */
export async function retryWhileLocked<Result>(action: () => Result, deadlineMs: number): Promise<Result> {
  const deadline = performance.now() + deadlineMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return action();
    } catch (error) {
      if (!isLocked(error) || performance.now() >= deadline) throw toStoreError(error);
    }
    await wait(lockDelayMs(attempt));
  }
}
