import { frozenCopy } from "../shared/frozen.ts";
import { revocationOf } from "../shared/revocation.ts";
import type {
  AuditAnchor,
  AuditRow,
  ApiKey,
  Client,
  Code,
  Consent,
  DeviceRequest,
  Grant,
  HourCount,
  Incident,
  Interaction,
  KeyedCall,
  Logo,
  Resource,
  Revocation,
  RevocationReason,
  Revoked,
  RowId,
  Session,
  SigningKey,
  SystemState,
  User,
} from "../../ports/store.ts";
import { type EpochSeconds, isExpired } from "../../time.ts";

export interface Tables {
  clients: ListedTable<Client>;
  users: ListedTable<User>;
  sessions: Map<string, Session>;
  interactions: Map<string, Interaction>;
  devices: Map<RowId, DeviceRequest>;
  codes: Map<RowId, Code>;
  grants: Map<RowId, Grant>;
  consents: Map<string, Consent>;
  revocations: RevocationTable;
  resources: Map<string, Resource>;
  keys: Map<string, SigningKey>;
  apiKeys: ListedTable<ApiKey>;
  keyedCalls: Map<string, KeyedCall>;
  onceOnly: Map<string, EpochSeconds>;
  invitations: Map<string, EpochSeconds>;
  incidents: Map<string, Incident>;
  hourCounts: Map<string, HourCount>;
  audit: { rows: AuditRow[]; anchor: AuditAnchor | undefined };
  /** By client, in the order in which they were put. */
  logos: Map<string, Logo>;
  system: SystemState | undefined;
}

/** Runs one verb: refuses when the store is closed, and turns what it throws into a rejection. */
export type Run = <Result>(verb: () => Result) => Promise<Result>;

/** A table that can be listed. */
interface ListedTable<Row> {
  get(id: string): Row | undefined;
  insert(row: Row): void;
  /** Puts `row` in the place of the row with the same id. */
  replace(row: Row): void;
  delete(id: string): boolean;
  all(): Row[];
  /** With the number of each, which grows with each insertion. */
  entries(): Entry<Row>[];
}

export interface Entry<Row> {
  row: Row;
  number: number;
}

export function createTables(): Tables {
  return {
    clients: createListedTable(),
    users: createListedTable(),
    sessions: new Map(),
    interactions: new Map(),
    devices: new Map(),
    codes: new Map(),
    grants: new Map(),
    consents: new Map(),
    revocations: { rows: new Map(), lastMark: 0 },
    resources: new Map(),
    keys: new Map(),
    apiKeys: createListedTable(),
    keyedCalls: new Map(),
    onceOnly: new Map(),
    invitations: new Map(),
    incidents: new Map(),
    hourCounts: new Map(),
    audit: { rows: [], anchor: undefined },
    logos: new Map(),
    system: undefined,
  };
}

function createListedTable<Row extends { id: string }>(): ListedTable<Row> {
  const rows = new Map<string, Entry<Row>>();
  let insertions = 0;
  return {
    get: (id) => rows.get(id)?.row,
    insert(row) {
      insertions += 1;
      rows.set(row.id, { row: frozenCopy(row), number: insertions });
    },
    replace(row) {
      const number = rows.get(row.id)?.number ?? 0;
      rows.set(row.id, { row: frozenCopy(row), number });
    },
    delete: (id) => rows.delete(id),
    all: () => [...rows.values()].map((entry) => entry.row),
    entries: () => [...rows.values()],
  };
}

/** Deletes the rows that match; returns how many. */
export function deleteWhere<Key, Row>(table: Map<Key, Row>, matches: (row: Row) => boolean): number {
  let deleted = 0;
  for (const [key, row] of table) {
    if (!matches(row)) continue;
    table.delete(key);
    deleted += 1;
  }
  return deleted;
}

/** By mark, in its order. */
interface RevocationTable {
  rows: Map<number, Revocation>;
  lastMark: number;
}

export function noteRevocation(table: RevocationTable, revocation: Revocation): void {
  table.lastMark += 1;
  table.rows.set(table.lastMark, frozenCopy(revocation));
}

/** Notes what a verb ends. */
export function noteEnd({ revocations }: Tables, revoked: Revoked, now: EpochSeconds): void {
  noteRevocation(revocations, revocationOf(revoked, now));
}

/** Deletes the rows that expired; returns how many. */
export function deleteExpired<Row extends { id: string; expiresAt: EpochSeconds }>(
  table: ListedTable<Row>,
  now: EpochSeconds,
): number {
  const expired = table.all().filter((row) => isExpired(row.expiresAt, now));
  for (const { id } of expired) table.delete(id);
  return expired.length;
}

/** Marks a grant as revoked; the first revocation stands. Whether the grant exists. */
export function revokeGrant(tables: Tables, id: RowId, why: { reason: RevocationReason; now: EpochSeconds }): boolean {
  const grant = tables.grants.get(id);
  if (grant === undefined) return false;
  if (grant.revokedAt === undefined) {
    tables.grants.set(id, frozenCopy({ ...grant, revokedAt: why.now, revokedReason: why.reason }));
  }
  return true;
}

/** `epoch`, or one more when the status becomes `disabled`. */
export function epochAfter(row: { status: string; epoch: number }, status: string): number {
  return status === "disabled" && row.status !== "disabled" ? row.epoch + 1 : row.epoch;
}
