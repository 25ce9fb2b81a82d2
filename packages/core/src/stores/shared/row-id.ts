import type { EpochSeconds } from "../../time.ts";
import type { RowId } from "../../ports/store.ts";

/**
 * The parts of a row id, from the left: seconds since 2025-01-01 (31 bits), the slot of the process that
 * made it (7 bits), a sequence (15 bits). 53 bits together, so it is a safe integer until 2093.
 */
export interface RowIdParts {
  second: number;
  slot: number;
  sequence: number;
}

/** How many processes can give out ids on the same data at one time. */
export const rowIdSlots = 128;
const rowIdsPerSecond = 32_768;

const firstSecond = Date.UTC(2025, 0, 1) / 1000;

/** The second that stands in an id made at `now`; 1 for any instant before 2025, so that no id is 0. */
export function rowIdSecond(now: EpochSeconds): number {
  return Math.max(1, now - firstSecond);
}

/** Multiplication, not shifts: those would cut to 32 bits. */
export function rowIdOf(parts: RowIdParts): RowId {
  return (parts.second * rowIdSlots + parts.slot) * rowIdsPerSecond + parts.sequence;
}

/** The next position in one slot: never before the last one, borrowing from the coming second when one is used up. */
export function nextPosition(
  last: { second: number; sequence: number },
  second: number,
): { second: number; sequence: number } {
  if (second > last.second) return { second, sequence: 0 };
  if (last.sequence + 1 < rowIdsPerSecond) return { second: last.second, sequence: last.sequence + 1 };
  return { second: last.second + 1, sequence: 0 };
}
