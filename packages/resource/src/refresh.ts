export interface RefreshOptions {
  /** What makes it new; a failure is one that throws. */
  readonly load: () => Promise<void>;
  readonly everySeconds: number;
  /** How soon it is tried again after a failure. */
  readonly pauseSeconds: number;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly onFailure?: ((cause: unknown) => void) | undefined;
}

export interface Refresh {
  /** Loads when it is time, once for all who wait. A failure is not thrown. */
  whenDue(): Promise<void>;
  /** When the last load that did not fail began, in seconds since 1970. */
  lastLoadedAt(): number | undefined;
}

/** Keeps something new without a timer: whoever needs it calls `whenDue` before. */
export function createRefresh({ load, everySeconds, pauseSeconds, now, onFailure }: RefreshOptions): Refresh {
  let dueAt: number | undefined;
  let loadedAt: number | undefined;
  let pending: Promise<void> | undefined;

  async function run(): Promise<void> {
    const at = now();
    try {
      await load();
      loadedAt = at;
      dueAt = at + everySeconds;
    } catch (cause) {
      dueAt = now() + pauseSeconds;
      onFailure?.(cause);
    } finally {
      pending = undefined;
    }
  }

  return {
    async whenDue() {
      if (pending === undefined && (dueAt === undefined || now() >= dueAt)) pending = run();
      await pending;
    },
    lastLoadedAt: () => loadedAt,
  };
}
