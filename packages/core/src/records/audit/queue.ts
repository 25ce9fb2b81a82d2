import type { AuditEntry } from "../../ports/store.ts";

/** Entries on their way into the store. */
export interface AuditQueue {
  /** Puts an entry at the end; false when too many wait already. Never throws. */
  put(entry: AuditEntry): boolean;
  /** Resolves when nothing waits any more. Rejects with what the store says; what waits goes on waiting. */
  flush(): Promise<void>;
  /** How many wait. */
  length(): number;
  /** Calls `listener` after each time something was stored. @returns what ends it */
  onStored(listener: () => void): () => void;
}

/** What may wait while the store takes nothing. */
const maxWaiting = 10_000;
/** In one transaction: a few milliseconds. */
const maxAtOnce = 200;

export function createAuditQueue(append: (entries: readonly AuditEntry[]) => Promise<unknown>): AuditQueue {
  const listeners = new Set<() => void>();
  let waiting: AuditEntry[] = [];
  let storing: Promise<void> | undefined;

  /** Events of one turn, and those that come while others are being stored, share a transaction. */
  async function storeAll(): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxAtOnce);
      await append(batch);
      waiting = waiting.slice(batch.length);
      for (const listener of listeners) listener();
    }
  }

  function store(): Promise<void> {
    return (storing ??= storeAll().finally(() => void (storing = undefined)));
  }

  return {
    put(entry) {
      if (waiting.length >= maxWaiting) return false;
      waiting.push(entry);
      // What failed stays, and is tried again: with the next entry, by housekeeping, at the end.
      store().catch(() => undefined);
      return true;
    },
    async flush() {
      while (waiting.length > 0) await store();
    },
    length: () => waiting.length,
    onStored(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
