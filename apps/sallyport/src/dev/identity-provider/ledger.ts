import { randomBytes } from "node:crypto";

/** What is known under a text that only its holder has, for a while. */
export interface Ledger<Entry> {
  /** @returns the text */
  note(entry: Entry): string;
  find(text: string): Entry | undefined;
  /** As `find`, for once. */
  take(text: string): Entry | undefined;
  clear(): void;
}

/** Nobody needs more at once. */
const maxEntries = 10_000;

export function createLedger<Entry>(lifetimeSeconds: number, now: () => number): Ledger<Entry> {
  const entries = new Map<string, { entry: Entry; expiresAt: number }>();
  const find = (text: string): Entry | undefined => {
    const known = entries.get(text);
    return known !== undefined && known.expiresAt > now() ? known.entry : undefined;
  };
  return {
    note(entry) {
      const text = randomBytes(32).toString("base64url");
      entries.set(text, { entry, expiresAt: now() + lifetimeSeconds });
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      return text;
    },
    find,
    take(text) {
      const entry = find(text);
      entries.delete(text);
      return entry;
    },
    clear: () => entries.clear(),
  };
}
