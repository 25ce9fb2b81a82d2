import type { Provider } from "@sallyport/core";
import type { DevClock } from "../clock.ts";
import type { FaultQueue } from "../faults/queue.ts";
import type { IdentityProvider } from "../identity-provider/start.ts";
import type { RequestBook } from "../requests.ts";

/** What the control API steers. */
export interface World {
  clock: DevClock;
  queue: FaultQueue;
  requests: RequestBook;
  /** Of the server that runs now: a reset makes another. */
  provider: () => Provider;
  /** Absent unless it was switched on. */
  identities: () => IdentityProvider | undefined;
  longestTokenSeconds: () => number;
  /** Begins anew, as after a start. @returns what `--json` says @throws Failure when the data are in a file */
  reset: () => Promise<Record<string, unknown>>;
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
}
