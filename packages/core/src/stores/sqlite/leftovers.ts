import { and, asc, eq, inArray, isNull, lt, lte, sql } from "drizzle-orm";
import { after, type EpochSeconds } from "../../time.ts";
import { clientLeftovers, consents, grants } from "./schema.ts";
import { bound, type StoreDatabase } from "./statements.ts";

/** Frees a few of the grants and consents that clients lost; returns how many, 0 when nothing is left. */
export function prepareLeftovers(
  database: StoreDatabase,
  { rowsPerStep, keepSeconds }: { rowsPerStep: number; keepSeconds: number },
): (now: EpochSeconds) => number {
  const next = database
    .select()
    .from(clientLeftovers)
    .where(isNull(clientLeftovers.expiresAt))
    .orderBy(asc(clientLeftovers.number))
    .limit(1)
    .prepare();
  const lostGrants = database
    .select({ id: grants.id })
    .from(grants)
    .where(
      and(
        eq(grants.clientId, bound(grants.clientId)),
        lte(grants.id, sql.placeholder("lastGrant")),
        lt(grants.clientEpoch, sql.placeholder("epoch")),
      ),
    )
    .limit(rowsPerStep);
  const deleteGrants = database.delete(grants).where(inArray(grants.id, lostGrants)).prepare();
  const lostConsents = database
    .select({ id: sql`rowid` })
    .from(consents)
    .where(
      and(
        eq(consents.clientId, bound(consents.clientId)),
        lte(sql`rowid`, sql.placeholder("lastConsent")),
        lt(consents.generation, sql.placeholder("consentGeneration")),
      ),
    )
    .limit(rowsPerStep);
  const deleteConsents = database
    .delete(consents)
    .where(inArray(sql`rowid`, lostConsents))
    .prepare();
  const note = database
    .update(clientLeftovers)
    .set({ expiresAt: bound(clientLeftovers.expiresAt) })
    .where(eq(clientLeftovers.number, bound(clientLeftovers.number)))
    .prepare();

  return (now) => {
    for (let found = next.get(); found !== undefined; found = next.get()) {
      const freed = deleteGrants.run({ ...found }).changes || deleteConsents.run({ ...found }).changes;
      if (freed > 0) return freed;
      note.run({ number: found.number, expiresAt: after(now, keepSeconds) });
    }
    return 0;
  };
}
