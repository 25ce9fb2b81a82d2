import type { RequestOrigin } from "../../ports/request-origin.ts";
import type { EventSink } from "../events.ts";
import { createBudget } from "../flow-log/budget.ts";
import type { Secret } from "../../secret.ts";
import type { AuditEntry, AuditMark, Store } from "../../ports/store.ts";
import { after, type Clock } from "../../time.ts";
import { type AuditSeals, type ChainVerdict, createAuditSeals, verifyChain } from "./chain.ts";
import { entryOf, keepingOf } from "./entry.ts";
import { createAuditQueue } from "./queue.ts";

/** Writes events down for good. */
export interface AuditTrail extends EventSink {
  /** Resolves when all that has happened so far is stored. @throws StoreUnavailableError; nothing is lost by that */
  flush(): Promise<void>;
  /** How many events are on their way into the store. */
  waiting(): number;
  /** Calls `listener` after each time this process stored something. @returns what ends it */
  onStored(listener: () => void): () => void;
  /** For a timer: tells what was left out, stores what could not be stored before, and prunes a slice. Returns the rows removed. */
  maintain(retentionSeconds: number): Promise<number>;
  verify(known?: AuditMark): Promise<ChainVerdict>;
}

export function createAuditTrail(deps: {
  store: Pick<Store, "audit">;
  clock: Clock;
  /** Absent where nothing is changed: then events are refused. */
  masterKey: Secret | undefined;
  origin: (() => RequestOrigin | undefined) | undefined;
}): AuditTrail {
  const { store, clock } = deps;
  const known = deps.masterKey === undefined ? undefined : createAuditSeals(deps.masterKey);
  const seals = (): AuditSeals => {
    if (known === undefined) throw new Error("what happens cannot be written down without the master key");
    return known;
  };
  const queue = createAuditQueue((entries) => store.audit.append(entries, seals().link));
  const budget = createBudget();
  const left = new Map<string, number>();

  function leaveOut(type: string): void {
    left.set(type, (left.get(type) ?? 0) + 1);
  }

  function put(entry: AuditEntry): void {
    if (!queue.put(entry)) leaveOut(entry.type);
  }

  /** A trail with holes says so. */
  async function tellAndFlush(): Promise<void> {
    if (left.size > 0) {
      const details = Object.fromEntries([...left].map(([type, count]) => [type, String(count)]));
      if (queue.put({ at: clock.now(), type: "audit.left_out", details })) left.clear();
    }
    await queue.flush();
  }

  return {
    emit(event, by) {
      const keeping = keepingOf(event);
      if (keeping === "never") return;
      seals();
      const at = clock.now();
      const origin = deps.origin?.();
      if (keeping === "bounded" && !budget.take(at, origin?.address)) leaveOut(event.type);
      else put(entryOf({ event, at, by, origin }));
    },
    flush: tellAndFlush,
    waiting: () => queue.length(),
    onStored: (listener) => queue.onStored(listener),
    async maintain(retentionSeconds) {
      await tellAndFlush();
      return await store.audit.prune(after(clock.now(), -retentionSeconds), (mark) => seals().seal(mark));
    },
    verify: async (mark) => await verifyChain(store.audit, seals(), mark),
  };
}
