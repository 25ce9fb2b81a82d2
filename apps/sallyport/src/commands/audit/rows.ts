import type { AuditRow } from "@sallyport/core";
import { clean, formatTime } from "../../terminal/output.ts";

/** For programs: everything, its hash too, so that a copy can be compared. */
export function describeRow({ at, ...row }: AuditRow): Record<string, unknown> {
  return { ...row, at: formatTime(at) };
}

export const rowHeader = ["SEQUENCE", "TIME", "TYPE", "ACTOR", "DETAILS"];

/** For people. */
export function toCells(row: AuditRow): string[] {
  return [String(row.sequence), formatTime(row.at), row.type, byOf(row), whatOf(row)];
}

/** One line, where there is no table. */
export function formatRow(row: AuditRow): string {
  return toCells(row).join("  ");
}

function byOf({ actorKind, actorId }: AuditRow): string {
  return clean(actorId ?? actorKind?.replace("_", " ") ?? "");
}

function whatOf({ userId, clientId, resource, grantId, reason, address, details }: AuditRow): string {
  const named = { user: userId, client: clientId, resource, grant: grantId, reason, from: address, ...details };
  return Object.entries(named)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${clean(String(value))}`]))
    .join(" ");
}
