export interface RevokedIdsOptions {
  readonly maxTokenSeconds: number;
  readonly maxEntries: number;
  /** Seconds since 1970. */
  readonly now: () => number;
}

interface Extent {
  /** Only tokens issued by then are meant; absent: all. */
  readonly issuedUntil: number | undefined;
  /** When the last of them expires. */
  readonly until: number | undefined;
}

export interface RevokedIds {
  /** Keeps `id` until `until`, or as long as a token can live; whichever comes first. */
  add(id: string, extent: Extent): void;
  /** Whether a token issued at `issuedAt` is meant by `id`; one that does not say when it was issued is. */
  has(id: string, issuedAt: number | undefined): boolean;
}

/** A client's id may be an address. */
const maxIdLength = 2_304;
/** The largest clock tolerance: so long after its expiry a token may still be accepted. */
const slackSeconds = 300;

/** Ids, each for its time, in bounded memory: when there are too many, those that end first make room. */
export function createRevokedIds({ maxTokenSeconds, maxEntries, now }: RevokedIdsOptions): RevokedIds {
  const kept = new Map<string, { end: number; issuedUntil: number }>();

  function makeRoom(): void {
    for (const [id, { end }] of kept) if (end <= now()) kept.delete(id);
    if (kept.size < maxEntries) return;
    const byEnd = [...kept].toSorted(([, a], [, b]) => a.end - b.end);
    // A tenth at once, so that a long list does not sort at each entry.
    for (const [id] of byEnd.slice(0, Math.ceil(maxEntries / 10))) kept.delete(id);
  }

  return {
    add(id, { issuedUntil = Number.POSITIVE_INFINITY, until }) {
      const latest = now() + maxTokenSeconds;
      const end = Math.min(until ?? latest, latest) + slackSeconds;
      if (end <= now() || id.length > maxIdLength) return;
      if (kept.size >= maxEntries && !kept.has(id)) makeRoom();
      const known = kept.get(id) ?? { end, issuedUntil };
      kept.set(id, { end: Math.max(end, known.end), issuedUntil: Math.max(issuedUntil, known.issuedUntil) });
    },
    has(id, issuedAt = Number.NEGATIVE_INFINITY) {
      const known = kept.get(id);
      return known !== undefined && known.end > now() && issuedAt <= known.issuedUntil;
    },
  };
}
