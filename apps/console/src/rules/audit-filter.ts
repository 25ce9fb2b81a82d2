import { readText, type Search } from "./search.ts";

/** Which events of the audit log are shown; an absent member does not filter. */
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

/** Reads a filter from search parameters or form values; invalid members are left out. */
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

/** The input of `audit.list`; both days are included. */
export function toAuditQuery({ from, until, ...rest }: AuditFilter): typeof rest & { from?: Date; until?: Date } {
  const first = from === undefined ? undefined : beginningOf(from);
  const last = until === undefined ? undefined : beginningOf(until);
  // The next beginning, whether the day has 23, 24 or 25 hours.
  const end = last && new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1);
  return { ...rest, ...(first && { from: first }), ...(end && { until: end }) };
}

/** Midnight of the day in the time zone of the browser. */
function beginningOf(day: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Members of an event that a filter can name. */
type Row = { type: string } & Partial<
  Record<"actorId" | "userId" | "clientId" | "resource" | "requestId" | "flowId", string | undefined>
>;

/** Whether a new event matches the filter; days and error IDs apply to past events only. */
export function isShown(row: Row, filter: AuditFilter): boolean {
  const members = ["type", "actorId", "userId", "clientId", "resource", "requestId", "flowId"] as const;
  return members.every((member) => filter[member] === undefined || filter[member] === row[member]);
}
