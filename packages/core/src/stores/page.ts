import type { PageRequest } from "./port.ts";

/** A place in a list that is sorted by creation, then by insertion, newest first. */
export interface Position {
  createdAt: number;
  /** Grows with each insertion. */
  number: number;
}

const maxLimit = 200;
const form = /^(\d{1,15})-(\d{1,15})$/;

/** The cursor of the page that begins after `position`. */
export function formatCursor(position: Position): string {
  return `${position.createdAt}-${position.number}`;
}

/**
 * Where the page begins: after this position. A cursor that this module did not make gives a position
 * before everything, so the page is empty: beginning anew would send a caller round in circles.
 */
export function startOf(page: PageRequest): Position {
  if (page.cursor === undefined) return { createdAt: Number.MAX_SAFE_INTEGER, number: 0 };
  const [, createdAt, number] = form.exec(page.cursor) ?? [];
  return { createdAt: Number(createdAt ?? -1), number: Number(number ?? 0) };
}

export function limitOf(page: PageRequest): number {
  return Math.min(Math.max(1, Math.trunc(page.limit)), maxLimit);
}
