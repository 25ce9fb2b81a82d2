export interface RevokedIdsOptions {
  readonly maxTokenSeconds: number;
  readonly maxEntries: number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export interface RevokedIds {
  /** Keeps `id` until `until`, or as long as a token can live; whichever comes first. */
  add(id: string, until: number | undefined): void;
  has(id: string): boolean;
}

const maxIdLength = 256;
/** The largest clock tolerance: so long after its expiry a token may still be accepted. */
const slackSeconds = 300;

/** Ids, each for its time, in bounded memory: when there are too many, those that end first make room. */
export function createRevokedIds({ maxTokenSeconds, maxEntries, now }: RevokedIdsOptions): RevokedIds {
  const endsById = new Map<string, number>();

  function makeRoom(): void {
    for (const [id, end] of endsById) if (end <= now()) endsById.delete(id);
    if (endsById.size < maxEntries) return;
    const byEnd = [...endsById].toSorted(([, a], [, b]) => a - b);
    // A tenth at once, so that a long list does not sort at each entry.
    for (const [id] of byEnd.slice(0, Math.ceil(maxEntries / 10))) endsById.delete(id);
  }

  return {
    add(id, until) {
      const latest = now() + maxTokenSeconds;
      const end = Math.min(until ?? latest, latest) + slackSeconds;
      if (end <= now() || id.length > maxIdLength) return;
      if (endsById.size >= maxEntries && !endsById.has(id)) makeRoom();
      endsById.set(id, Math.max(end, endsById.get(id) ?? end));
    },
    has: (id) => (endsById.get(id) ?? 0) > now(),
  };
}
