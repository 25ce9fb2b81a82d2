import { asc, inArray, lte, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { after, type EpochSeconds, isExpired } from "../../time.ts";
import { deviceMemorySeconds } from "../shared/device-request.ts";
import type { Engine } from "./engine.ts";
import { prepareLeftovers } from "./leftovers.ts";
import {
  apiKeys,
  clientLeftovers,
  codes,
  consents,
  deviceRequests,
  grants,
  incidents,
  interactions,
  invitations,
  keyedCalls,
  logos,
  onceOnly,
  revocations,
  sessions,
} from "./schema.ts";

/** A redeemed code is kept this long after its expiry, to recognise a replay. */
const replayMemorySeconds = 24 * 60 * 60;
const sliceMs = 5;
/** Well below a slice; the clock is looked at after each. */
const rowsPerStep = 50;

/** Removes rows that expired; one slice of about `sliceMs`. Returns how many. */
export function createCleaner(engine: Engine): (now: EpochSeconds) => Promise<number> {
  const { database, write } = engine;
  const oldDeviceRequests = deleteExpired(deviceRequests, deviceRequests.id, deviceRequests.expiresAt);
  const steps: ((now: EpochSeconds) => number)[] = [
    deleteExpired(interactions, interactions.id, interactions.expiresAt),
    deleteExpired(sessions, sessions.id, sessions.idleExpiresAt),
    deleteExpired(invitations, invitations.hash, invitations.expiresAt),
    deleteExpired(apiKeys, apiKeys.number, apiKeys.expiresAt),
    deleteExpired(keyedCalls, keyedCalls.id, keyedCalls.expiresAt),
    deleteExpired(onceOnly, onceOnly.hash, onceOnly.expiresAt),
    deleteExpired(incidents, incidents.number, incidents.expiresAt),
    deleteExpired(logos, logos.number, logos.expiresAt),
    deleteExpired(revocations, revocations.number, revocations.expiresAt),
    (now) => oldDeviceRequests(after(now, -deviceMemorySeconds)),
    prepareOldCodes(engine),
    prepareOldConsents(engine),
    deleteExpired(clientLeftovers, clientLeftovers.number, clientLeftovers.expiresAt),
    prepareLeftovers(database, { rowsPerStep, keepSeconds: replayMemorySeconds }),
    deleteExpired(grants, grants.id, grants.expiresAt),
  ];

  function deleteExpired(table: SQLiteTable, key: SQLiteColumn, expiry: SQLiteColumn): (now: EpochSeconds) => number {
    const expired = database
      .select({ key })
      .from(table)
      .where(lte(expiry, sql.placeholder("now")))
      .limit(rowsPerStep);
    const remove = database.delete(table).where(inArray(key, expired)).prepare();
    return (now) => remove.run({ now }).changes;
  }

  return (now) =>
    write(() => {
      const end = performance.now() + sliceMs;
      let total = 0;
      for (const step of steps) {
        let removed: number;
        // At least one step of each, so that 0 means that nothing was left.
        do {
          removed = step(now);
          total += removed;
        } while (removed === rowsPerStep && performance.now() < end);
      }
      return total;
    });
}

/** Without an index: all codes live equally long, so the first by id are the first to expire. */
function prepareOldCodes({ database }: Engine): (now: EpochSeconds) => number {
  const oldest = database
    .select({ id: codes.id, expiresAt: codes.expiresAt })
    .from(codes)
    .orderBy(asc(codes.id))
    .limit(rowsPerStep)
    .prepare();
  const remove = database
    .delete(codes)
    .where(lte(codes.id, sql.placeholder("last")))
    .prepare();
  return (now) => {
    const rows = oldest.all();
    const firstKept = rows.findIndex((row) => !isExpired(after(row.expiresAt, replayMemorySeconds), now));
    const last = rows.at(firstKept === -1 ? -1 : firstKept - 1);
    return firstKept === 0 || last === undefined ? 0 : remove.run({ last: last.id }).changes;
  };
}

/** As with codes: each approval gets the next number, and all consents live equally long. */
function prepareOldConsents({ database }: Engine): (now: EpochSeconds) => number {
  const oldest = database
    .select({ number: consents.number, expiresAt: consents.expiresAt })
    .from(consents)
    .orderBy(asc(consents.number))
    .limit(rowsPerStep)
    .prepare();
  const remove = database
    .delete(consents)
    .where(lte(consents.number, sql.placeholder("last")))
    .prepare();
  return (now) => {
    const rows = oldest.all();
    const firstKept = rows.findIndex((row) => !isExpired(row.expiresAt, now));
    const last = rows.at(firstKept === -1 ? -1 : firstKept - 1);
    return firstKept === 0 || last === undefined ? 0 : remove.run({ last: last.number }).changes;
  };
}
