/** Answers with what `load` gives, which is loaded for the first request. */
export function onDemand<Exchange extends unknown[]>(
  load: () => Promise<(...exchange: Exchange) => unknown>,
): (...exchange: Exchange) => void {
  let loading: ReturnType<typeof load> | undefined;
  return (...exchange) => {
    loading ??= load();
    void loading.then((answer) => answer(...exchange));
  };
}
