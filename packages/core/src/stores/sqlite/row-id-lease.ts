import { and, asc, count, eq } from "drizzle-orm";
import { rowIdSlots } from "../shared/row-id.ts";
import type { Engine } from "./engine.ts";
import { rowIdLeases } from "./schema.ts";
import { bound, prepareInsert } from "./statements.ts";

/** A slot together with a range of seconds: whoever takes the slot later begins where the range ended. */
export interface Lease {
  slot: number;
  /** The first second it may use. */
  from: number;
  /** The first second it must not use. */
  until: number;
}

const leasedSeconds = 600;

export interface Leases {
  /** Lengthens the lease that the owner holds, or takes another. To be called in a transaction. */
  take(owner: string, held: Lease | undefined, second: number): Lease;
  shorten(owner: string, slot: number, until: number): void;
}

export function prepareLeases({ database }: Engine): Leases {
  const { slot, owner: ownerColumn, reservedUntil } = rowIdLeases;
  const oldest = database.select().from(rowIdLeases).orderBy(asc(reservedUntil)).limit(1).prepare();
  const total = database.select({ slots: count() }).from(rowIdLeases).prepare();
  const insert = prepareInsert(database, rowIdLeases);
  const hold = database
    .update(rowIdLeases)
    .set({ reservedUntil: bound(reservedUntil) })
    .where(and(eq(slot, bound(slot)), eq(ownerColumn, bound(ownerColumn))))
    .prepare();
  const seize = database
    .update(rowIdLeases)
    .set({ owner: bound(ownerColumn), reservedUntil: bound(reservedUntil) })
    .where(eq(slot, bound(slot)))
    .prepare();

  return {
    take(owner, held, second) {
      if (held !== undefined) {
        const until = Math.max(held.until, second + leasedSeconds);
        const isHeld = hold.run({ slot: held.slot, owner, reservedUntil: until }).changes === 1;
        if (isHeld) return { ...held, until };
      }
      const slots = total.get()?.slots ?? 0;
      const free = oldest.get();
      // With no free slot the one that ends first is taken from its holder, who will notice and take another.
      if (free !== undefined && (free.reservedUntil <= second || slots >= rowIdSlots)) {
        const from = Math.max(free.reservedUntil, second);
        seize.run({ slot: free.slot, owner, reservedUntil: from + leasedSeconds });
        return { slot: free.slot, from, until: from + leasedSeconds };
      }
      const until = second + leasedSeconds;
      insert({ slot: slots, owner, reservedUntil: until });
      return { slot: slots, from: second, until };
    },
    shorten(owner, slotHeld, until) {
      hold.run({ slot: slotHeld, owner, reservedUntil: until });
    },
  };
}
