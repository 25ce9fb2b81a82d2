import type { CoreEvent, EventSink } from "./events.ts";
import type { HourCount, Store } from "../ports/store.ts";
import { after, type Clock, type EpochSeconds, epochSeconds } from "../time.ts";

const hourSeconds = 3_600;
/** The longest series that anybody can ask for, and a day for those who ask late. */
const keptSeconds = 31 * 24 * hourSeconds;
/** Names come from closed lists; should one not, it must not fill the memory. */
const maxNames = 1_000;

/** Counts what happens, hour by hour, in memory; housekeeping stores it. What `kill -9` takes is at most a minute of it. */
export interface Counters extends EventSink {
  noteRefusal(error: string): void;
  /** Adds what was counted to what is stored. @throws StoreUnavailableError; nothing is lost by that */
  flush(): Promise<void>;
  /** What all processes stored, and what this one counted since. */
  read(from: EpochSeconds): Promise<readonly HourCount[]>;
}

const asTheyAre: readonly CoreEvent["type"][] = ["sign_in.succeeded", "sign_in.failed", "client.registered"];

/** What an event counts as; undefined: nothing. */
function nameOf(event: CoreEvent): string | undefined {
  if (event.type === "tokens.issued") return `tokens ${event.grantType}`;
  if (event.type === "client_token.issued") return "tokens client";
  return asTheyAre.includes(event.type) ? event.type : undefined;
}

export function hourOf(now: EpochSeconds): EpochSeconds {
  return epochSeconds(now - (now % hourSeconds));
}

export function createCounters({ store, clock }: { store: Pick<Store, "statistics">; clock: Clock }): Counters {
  let counts = new Map<string, HourCount>();

  function add({ hour, name, count }: HourCount): void {
    const key = `${hour} ${name}`;
    const known = counts.get(key);
    if (known !== undefined) known.count += count;
    else if (counts.size < maxNames) counts.set(key, { hour, name, count });
  }

  const note = (name: string): void => add({ hour: hourOf(clock.now()), name, count: 1 });

  return {
    emit(event) {
      const name = nameOf(event);
      if (name !== undefined) note(name);
    },
    noteRefusal: (error) => note(`refused ${error}`),
    async flush() {
      if (counts.size === 0) return;
      const taken = [...counts.values()];
      counts = new Map();
      try {
        await store.statistics.add(taken, after(hourOf(clock.now()), -keptSeconds));
      } catch (error) {
        for (const one of taken) add(one);
        throw error;
      }
    },
    async read(from) {
      const mine = [...counts.values()].filter(({ hour }) => hour >= from).map((one) => ({ ...one }));
      return [...(await store.statistics.list(from)), ...mine];
    },
  };
}
