/**
 * For `beforeAll`: what `start` puts on the stack is closed after the tests, or at once when
 * the rest of it does not start.
 */
export function startAll(start: (stack: AsyncDisposableStack) => Promise<void>): () => Promise<() => Promise<void>> {
  return async () => {
    await using stack = new AsyncDisposableStack();
    await start(stack);
    const started = stack.move();
    return () => started.disposeAsync();
  };
}
