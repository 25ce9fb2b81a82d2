/** Wakes whoever waits. */
export interface Bell extends Disposable {
  /** Resolves at the next ring, at once when it rang since the last wait, and after `maxMs` in any case. */
  wait(maxMs: number): Promise<void>;
}

/** Rings when a listener of `subscribe` is called, and when `signal` aborts. */
export function createBell(subscribe: (listener: () => void) => () => void, signal: AbortSignal): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = (): void => {
    hasRung = true;
    wake?.();
  };
  const unsubscribe = subscribe(ring);
  signal.addEventListener("abort", ring);
  return {
    async wait(maxMs) {
      if (!hasRung && !signal.aborted) {
        const timer = Promise.withResolvers<void>();
        wake = timer.resolve;
        const limit = setTimeout(timer.resolve, maxMs);
        await timer.promise;
        clearTimeout(limit);
        wake = undefined;
      }
      hasRung = false;
    },
    [Symbol.dispose]() {
      unsubscribe();
      signal.removeEventListener("abort", ring);
    },
  };
}
