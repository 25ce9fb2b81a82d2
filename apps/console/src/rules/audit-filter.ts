import { readText, type Search } from "./search.ts";

/** Which rows of the audit trail are shown; what is absent does not matter. */
export interface AuditFilter {
  type?: string;
  actorId?: string;
  userId?: string;
  clientId?: string;
  resource?: string;
  requestId?: string;
  flowId?: string;
  errorId?: string;
  /** Days, as a date field has them: `2026-05-04`. */
  from?: string;
  until?: string;
}

/** Out of an address or a choice: what is none is left out. */
export function readAuditFilter(search: Search): AuditFilter {
  return {
    ...readText(search, "type"),
    ...readText(search, "actorId"),
    ...readText(search, "userId"),
    ...readText(search, "clientId"),
    ...readText(search, "resource"),
    ...readText(search, "requestId"),
    ...readText(search, "flowId"),
    ...readText(search, "errorId"),
    ...readDay(search, "from"),
    ...readDay(search, "until"),
  };
}

function readDay<Name extends "from" | "until">(search: Search, name: Name): { [Key in Name]?: string } {
  const value = search[name];
  return typeof value === "string" && beginningOf(value) !== undefined ? readText(search, name) : {};
}

/** What the server is asked: both days count. */
export function toAuditQuery({ from, until, ...rest }: AuditFilter): typeof rest & { from?: Date; until?: Date } {
  const first = from === undefined ? undefined : beginningOf(from);
  const last = until === undefined ? undefined : beginningOf(until);
  // The next beginning, whether the day has 23, 24 or 25 hours.
  const end = last && new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
  return { ...rest, ...(first && { from: first }), ...(end && { until: end }) };
}

/** Midnight of the day where this computer is. */
function beginningOf(day: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Members of a row of the trail that a filter can name. */
type Row = { type: string } & Partial<
  Record<"actorId" | "userId" | "clientId" | "resource" | "requestId" | "flowId", string | undefined>
>;

/** Whether the filter lets a new row through; days and error ids are of the past. */
export function isShown(row: Row, filter: AuditFilter): boolean {
  const members = ["type", "actorId", "userId", "clientId", "resource", "requestId", "flowId"] as const;
  return members.every((member) => filter[member] === undefined || filter[member] === row[member]);
}
