import type { AuditRequest } from "../../ports/store.ts";

const maxLimit = 200;

export function auditLimit({ limit }: AuditRequest): number {
  return Math.min(Math.max(1, Math.trunc(limit)), maxLimit);
}

/**
 * Where the page begins: below this sequence. After a cursor that is none there is an empty page: to begin
 * anew would send a caller round in circles.
 */
export function sequenceBelow({ cursor }: AuditRequest): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0;
}
