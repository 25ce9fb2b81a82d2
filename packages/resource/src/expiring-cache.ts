interface CacheEntry<Value> {
  readonly value: Value;
  /** Seconds since 1970; from then on the entry is not found. */
  readonly expiresAt: number;
}

export interface ExpiringCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, entry: CacheEntry<Value>): void;
}

/** At most `maxEntries` values, each for its time; when full, the one that came first makes room. */
export function createExpiringCache<Value>(maxEntries: number, now: () => number): ExpiringCache<Value> {
  const entries = new Map<string, CacheEntry<Value>>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined || entry.expiresAt > now()) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    set(key, entry) {
      entries.delete(key);
      if (entry.expiresAt <= now()) return;
      const [first] = entries.keys();
      if (first !== undefined && entries.size >= maxEntries) entries.delete(first);
      entries.set(key, entry);
    },
  };
}
