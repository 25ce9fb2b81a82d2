/** Wakes a subscriber that waits for a change. */
export interface ChangeSignal extends Disposable {
  /** Resolves at the next change, at once when it rang since the last wait, and after `maxMs` in any case. */
  wait(maxMs: number): Promise<void>;
}

/** Signals a change when a listener of `subscribe` is called, and when `signal` aborts. */
export function createChangeSignal(subscribe: (listener: () => void) => () => void, signal: AbortSignal): ChangeSignal {
  let hasChanged = false;
  let wake: (() => void) | undefined;
  const change = (): void => {
    hasChanged = true;
    wake?.();
  };
  const unsubscribe = subscribe(change);
  signal.addEventListener("abort", change);
  return {
    async wait(maxMs) {
      if (!hasChanged && !signal.aborted) {
        const timer = Promise.withResolvers<void>();
        wake = timer.resolve;
        const limit = setTimeout(timer.resolve, maxMs);
        await timer.promise;
        clearTimeout(limit);
        wake = undefined;
      }
      hasChanged = false;
    },
    [Symbol.dispose]() {
      unsubscribe();
      signal.removeEventListener("abort", change);
    },
  };
}
