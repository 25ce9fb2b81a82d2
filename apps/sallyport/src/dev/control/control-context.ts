import type { Provider } from "@sallyport/core";
import type { Announcement } from "../announcement.ts";
import type { DevClock } from "../runtime/clock.ts";
import type { FaultQueue } from "../faults/queue.ts";
import type { IdentityProvider } from "../identity-provider/start.ts";
import type { KnownPeople } from "../seed/known-people.ts";
import type { RequestLog } from "../runtime/requests.ts";

/** What the control API steers. */
export interface ControlContext {
  clock: DevClock;
  queue: FaultQueue;
  requests: RequestLog;
  people: KnownPeople;
  /** Of the server that runs now: a reset makes another. */
  provider: () => Provider;
  /** Absent unless it was switched on. */
  identities: () => IdentityProvider | undefined;
  longestTokenSeconds: () => number;
  /** What `--json` says, as it is now. */
  describe: () => Announcement;
  /** Begins anew, as after a start. @throws Failure when the data are in a file */
  reset: () => Promise<Announcement>;
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
}
