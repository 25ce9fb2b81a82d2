import { StoreUnavailableError } from "../../errors.ts";

/** Codes that tell of a mistake in this program: everything else is the database's own trouble. */
const ourMistakes = /^SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|MISUSE|RANGE|TOOBIG|INTERNAL)/;
const locked = /^SQLITE_(?:BUSY|LOCKED)/;

/** The code of an error of SQLite, with its suffix: `SQLITE_BUSY_RECOVERY`. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && error.code.startsWith("SQLITE_") ? error.code : undefined;
}

/** Whether another connection holds a lock: worth another attempt. */
export function isLocked(error: unknown): boolean {
  return locked.test(codeOf(error) ?? "");
}

/** Whether the database could not do its work: locked, full, read-only, damaged. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof StoreUnavailableError || (code !== undefined && !ourMistakes.test(code));
}

/** What a verb rejects with: a mistake of ours passes as it is. */
export function toStoreError(error: unknown): Error {
  if (error instanceof StoreUnavailableError) return error;
  if (isUnavailable(error)) return new StoreUnavailableError(describe(error), { cause: error });
  return error instanceof Error ? error : new Error("the store failed", { cause: error });
}

function describe(error: unknown): string {
  return isLocked(error)
    ? "the database stayed locked by another process"
    : `the database cannot be used (${codeOf(error) ?? "unknown"})`;
}

const firstDelayMs = 1;
const longestDelayMs = 5;

/** How long to wait before attempt `attempt` (from 1) at a lock; by chance, so that two processes do not march in step. */
export function lockDelayMs(attempt: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 8));
  return firstDelayMs + Math.random() * ceiling;
}
