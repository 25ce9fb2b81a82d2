import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3";
import { StoreUnavailableError } from "../../errors.ts";
import type { EpochSeconds } from "../../time.ts";
import type { RowId } from "../../ports/store.ts";
import { nextPosition, rowIdOf, rowIdSecond } from "../shared/row-id.ts";
import type { Engine } from "./engine.ts";
import { type Lease, prepareLeases } from "./row-id-lease.ts";
import { toStoreError } from "./trouble.ts";

/**
 * Row ids that no other process gives out. They hang on leases, not on clocks: no two can collide,
 * whatever became of the earlier holder of a slot, be it killed, stopped for an hour or set back in time.
 */
export interface RowIdSource {
  next(now: EpochSeconds): RowId;
  /** Leases before the first id is wanted, without blocking. */
  prepare(now: EpochSeconds): Promise<void>;
  /** Gives the unused seconds back. */
  release(): Promise<void>;
}

const renewBeforeSeconds = 300;
/** The one short wait of the main thread: only when an id is wanted without a lease while another process commits. */
const leaseWaitMs = 40;

export function createRowIdSource(connection: Database, engine: Engine): RowIdSource {
  const leases = prepareLeases(engine);
  const owner = randomUUID();
  let lease: Lease | undefined;
  let last = { second: 0, sequence: 0 };
  let isRenewing = false;

  /** What to lease from: never behind what this process has used. */
  const wanted = (now: EpochSeconds): number => Math.max(rowIdSecond(now), last.second);

  function take(taken: Lease): Lease {
    const isSameLease = lease?.slot === taken.slot && lease.from === taken.from;
    // Another slot may be a smaller number: only a later second keeps the ids in order.
    if (!isSameLease) last = { second: Math.max(taken.from, last.second + 1) - 1, sequence: Infinity };
    lease = taken;
    return taken;
  }

  function takeNow(now: EpochSeconds): Lease {
    return take(inOneTransaction(connection, engine, () => leases.take(owner, lease, wanted(now))));
  }

  async function renew(now: EpochSeconds): Promise<void> {
    isRenewing = true;
    const before = lease;
    try {
      const taken = await engine.write(() => leases.take(owner, before, wanted(now)));
      if (lease === before) take(taken);
    } finally {
      isRenewing = false;
    }
  }

  return {
    next(now) {
      if (engine.isClosed()) throw new StoreUnavailableError("the store is closed");
      let current = lease ?? takeNow(now);
      const second = rowIdSecond(now);
      // What is left of the range does until the renewal; its failure is met again when the range is used up.
      if (second + renewBeforeSeconds >= current.until && !isRenewing) renew(now).catch(() => undefined);
      let next = nextPosition(last, Math.min(second, current.until - 1));
      if (next.second >= current.until) {
        current = takeNow(now);
        next = nextPosition(last, second);
      }
      last = next;
      return rowIdOf({ ...next, slot: current.slot });
    },
    prepare: (now) => renew(now),
    async release() {
      const held = lease;
      if (held !== undefined) await engine.write(() => leases.shorten(owner, held.slot, last.second + 1));
    },
  };
}

function inOneTransaction<Result>(connection: Database, engine: Engine, action: () => Result): Result {
  connection.pragma(`busy_timeout = ${leaseWaitMs}`);
  try {
    engine.transaction.begin();
    const result = action();
    engine.transaction.commit();
    return result;
  } catch (error) {
    engine.transaction.rollback();
    throw toStoreError(error);
  } finally {
    connection.pragma("busy_timeout = 0");
  }
}
