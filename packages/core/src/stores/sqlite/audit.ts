import { and, asc, desc, eq, gt, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import { epochSeconds } from "../../time.ts";
import { auditLimit, sequenceBelow } from "../shared/audit-page.ts";
import type { Audit, AuditMark, AuditRequest, AuditRow, Page } from "../../ports/store.ts";
import type { Engine } from "./engine.ts";
import { auditAnchor, auditEvents, isFrequentType, isRare } from "./schema.ts";
import { bound, prepareInsert, present, type StoreDatabase } from "./statements.ts";

/** A few milliseconds: each row leaves its indexes too. */
const prunedAtOnce = 50;
/** How many rows a page may look through where no index leads to the very ones: some milliseconds. */
const maxExamined = 5_000;

export function createAudit({ database, read, write }: Engine): Audit {
  const insert = prepareInsert(database, auditEvents);
  const { listAfter, last, anchor, putAnchor, oldest, removeUpTo } = prepareStatements(database);
  const head = () => last.get() ?? anchor.get();

  return {
    append: (entries, link) =>
      write(() => {
        let { sequence, hash, at } = { hash: "", at: epochSeconds(0), ...(head() ?? { sequence: 0 }) };
        for (const entry of entries) {
          sequence += 1;
          if (entry.at > at) ({ at } = entry);
          const row = { ...entry, at, sequence };
          hash = link(hash, row);
          insert({ ...row, hash });
        }
        return sequence;
      }),
    list: (wanted) => read(() => listPage(database, wanted)),
    listAfter: (sequence, limit) => read(() => listAfter.all({ sequence, limit }).map((row): AuditRow => present(row))),
    head: () =>
      read(() => {
        const found = head();
        return found === undefined ? undefined : { sequence: found.sequence, hash: found.hash };
      }),
    anchor: () =>
      read(() => {
        const found = anchor.get();
        return found === undefined ? undefined : present(found, "number");
      }),
    prune: (before, seal) =>
      write(() => {
        const rows = oldest.all();
        const kept = rows.findIndex((row) => row.at >= before);
        const removed = kept === -1 ? rows : rows.slice(0, kept);
        const end = removed.at(-1);
        if (end === undefined) return 0;
        const mark: AuditMark = { sequence: end.sequence, hash: end.hash };
        putAnchor.run({ ...mark, seal: seal(mark) });
        return removeUpTo.run({ sequence: mark.sequence }).changes;
      }),
  };
}

function prepareStatements(database: StoreDatabase) {
  const { sequence, hash, at } = auditEvents;
  const limit = sql.placeholder("limit");
  const anchored = {
    sequence: bound(auditAnchor.sequence, "sequence"),
    hash: bound(auditAnchor.hash, "hash"),
    seal: bound(auditAnchor.seal, "seal"),
  };
  return {
    listAfter: database
      .select()
      .from(auditEvents)
      .where(gt(sequence, sql.placeholder("sequence")))
      .orderBy(asc(sequence))
      .limit(limit)
      .prepare(),
    last: database.select({ sequence, hash, at }).from(auditEvents).orderBy(desc(sequence)).limit(1).prepare(),
    oldest: database
      .select({ sequence, hash, at })
      .from(auditEvents)
      .orderBy(asc(sequence))
      .limit(prunedAtOnce)
      .prepare(),
    removeUpTo: database
      .delete(auditEvents)
      .where(lte(sequence, sql.placeholder("sequence")))
      .prepare(),
    anchor: database.select().from(auditAnchor).prepare(),
    putAnchor: database
      .insert(auditAnchor)
      .values({ number: 1, ...anchored })
      .onConflictDoUpdate({ target: auditAnchor.number, set: anchored })
      .prepare(),
  };
}

/** The rarest value first: its index leads the way, and the other conditions are looked at row by row. */
const filterNames = ["requestId", "flowId", "userId", "actorId", "resource", "clientId", "type"] as const;

function listPage(database: StoreDatabase, wanted: AuditRequest): Page<AuditRow> {
  const limit = auditLimit(wanted);
  const { lead, others } = conditionsOf(wanted);
  const range = and(lead, ...rangeOf(database, wanted));
  const { sequence } = auditEvents;
  const ordered = database.select().from(auditEvents).where(range).orderBy(desc(sequence));
  const examined = ordered.limit(others.length === 0 ? limit + 1 : maxExamined).as("audit_events");
  const rows = database
    .select()
    .from(examined)
    .where(and(...others))
    .orderBy(desc(sequence))
    .limit(limit + 1)
    .all();
  const items = rows.slice(0, limit).map((row): AuditRow => present(row));
  if (rows.length > limit) return { items, next: String(items.at(-1)?.sequence) };
  if (others.length === 0) return { items };
  const end = database
    .select({ sequence })
    .from(auditEvents)
    .where(range)
    .orderBy(desc(sequence))
    .offset(maxExamined - 1)
    .limit(1)
    .get();
  return end === undefined ? { items } : { items, next: String(end.sequence) };
}

/** The first condition, if an index leads to what fulfils it, and the others. */
function conditionsOf(wanted: AuditRequest): { lead: SQL | undefined; others: readonly SQL[] } {
  const { type } = wanted;
  const given = filterNames.flatMap((name) => {
    const value = wanted[name];
    return value === undefined ? [] : [eq(auditEvents[name], value)];
  });
  const [first, ...others] = given;
  if (type === undefined || others.length > 0) return { lead: first, others };
  return isFrequentType(type)
    ? { lead: undefined, others: given }
    : { lead: and(first, isRare(auditEvents.type)), others };
}

function rangeOf(database: StoreDatabase, wanted: AuditRequest): SQL[] {
  const { sequence } = auditEvents;
  const { from, until } = wanted;
  // One upper bound: of two, SQLite would begin at the first and walk to the second.
  const below = Math.min(sequenceBelow(wanted), until === undefined ? Infinity : findFirst(database, until));
  return [lt(sequence, below), ...(from === undefined ? [] : [gte(sequence, findFirst(database, from))])];
}

/** The sequence of the first row at or after that instant: `at` grows with the sequence, which has no gaps. */
function findFirst(database: StoreDatabase, at: number): number {
  const { sequence } = auditEvents;
  const edge = (order: SQL) => database.select({ sequence }).from(auditEvents).orderBy(order).limit(1).get()?.sequence;
  let low = edge(asc(sequence)) ?? 0;
  let high = (edge(desc(sequence)) ?? 0) + 1;
  const atOf = database
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .where(eq(sequence, sql.placeholder("sequence")))
    .prepare();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((atOf.get({ sequence: middle })?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
