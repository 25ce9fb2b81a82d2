import { StoreUnavailableError } from "../../errors.ts";
import { isLocked, isUnavailable, lockDelayMs, toStoreError } from "./trouble.ts";

/** The statements that frame a transaction. */
export interface Transaction {
  /** BEGIN IMMEDIATE: takes the write lock or throws. */
  begin(): void;
  commit(): void;
  /** Does nothing when SQLite has rolled back by itself. */
  rollback(): void;
}

export interface WriterOptions {
  transaction: Transaction;
  /** How long a unit may wait for a lock that another process holds. */
  lockDeadlineMs: number;
  /** How many units may wait; more are refused at once. */
  maxQueuedUnits: number;
  /** Told after each commit. */
  onCommit: () => void;
}

export interface Writer {
  /**
   * Runs `unit` in a transaction shared with other units of this turn, and resolves after its commit.
   * A unit is synchronous, checks before it writes, and may run more than once: it changes nothing but
   * the database. `committed` runs after the commit and before anybody hears of it.
   */
  write<Result>(unit: () => Result, committed?: () => void): Promise<Result>;
  /** Refuses new units and resolves when the queued ones are settled. */
  close(): Promise<void>;
}

interface Entry {
  /** Runs the unit; its promise is resolved after the commit. */
  run: () => { resolve: () => void };
  committed: (() => void) | undefined;
  reject: (error: Error) => void;
  deadline: number;
}

/** So that one transaction, which nothing can interrupt, stays at a few milliseconds. */
const maxUnitsPerCommit = 256;

/** Group commit: one transaction, and so one fsync, for the writes of all requests of an event-loop turn. */
export function createWriter(options: WriterOptions): Writer {
  let queue: Entry[] = [];
  let scheduled = false;
  let attempt = 0;
  let closed = false;
  const idleListeners: (() => void)[] = [];

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    if (attempt === 0) setImmediate(flush);
    else setTimeout(flush, lockDelayMs(attempt));
  }

  function flush(): void {
    scheduled = false;
    const batch = queue.slice(0, maxUnitsPerCommit);
    try {
      const failure = commitAll(options.transaction, batch);
      if (failure === undefined) {
        queue = queue.slice(batch.length);
        options.onCommit();
      } else {
        queue = queue.filter((entry) => entry !== failure.entry);
        failure.entry.reject(toStoreError(failure.error));
      }
      attempt = 0;
    } catch (error) {
      attempt = isLocked(error) ? attempt + 1 : 0;
      const refused = refusedAfter(error, { batch, queue });
      queue = queue.filter((entry) => !refused.has(entry));
      for (const entry of refused) entry.reject(toStoreError(error));
    }
    if (queue.length > 0) schedule();
    else for (const listener of idleListeners.splice(0)) listener();
  }

  return {
    write(unit, committed) {
      if (closed) return Promise.reject(new StoreUnavailableError("the store is closed"));
      if (queue.length >= options.maxQueuedUnits) {
        return Promise.reject(new StoreUnavailableError("too many writes are waiting"));
      }
      return new Promise((resolve, reject) => {
        const run: Entry["run"] = () => {
          const result = unit();
          return { resolve: () => resolve(result) };
        };
        queue.push({ run, committed, reject, deadline: performance.now() + options.lockDeadlineMs });
        schedule();
      });
    },
    close() {
      closed = true;
      if (queue.length === 0) return Promise.resolve();
      return new Promise((resolve) => idleListeners.push(resolve));
    },
  };
}

/**
 * Runs and commits the batch and settles its promises. A unit that throws is returned: the others have
 * then written nothing and can be tried again without it.
 * @throws what the database throws when it does not let us write; nothing is written then
 */
function commitAll(transaction: Transaction, batch: readonly Entry[]): { entry: Entry; error: unknown } | undefined {
  transaction.begin();
  const results: { resolve: () => void }[] = [];
  for (const entry of batch) {
    try {
      results.push(entry.run());
    } catch (error) {
      transaction.rollback();
      if (isUnavailable(error)) throw error;
      return { entry, error };
    }
  }
  try {
    transaction.commit();
  } catch (error) {
    transaction.rollback();
    throw error;
  }
  for (const entry of batch) entry.committed?.();
  for (const result of results) result.resolve();
  return undefined;
}

/** Who is refused after a failure that hit the whole batch: at a lock, only those who have waited too long. */
function refusedAfter(
  error: unknown,
  { batch, queue }: { batch: readonly Entry[]; queue: readonly Entry[] },
): ReadonlySet<Entry> {
  if (!isLocked(error)) return new Set(batch);
  const now = performance.now();
  return new Set(queue.filter((entry) => entry.deadline <= now));
}
