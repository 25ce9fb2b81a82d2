import type { RowId } from "@sallyport/core";
import { z } from "zod";

/** The id of a session or a grant, as callers know it: it opens nothing. */
export const rowIdInput = z
  .string()
  .regex(/^[0-9a-z]{1,11}$/)
  .transform((text) => Number.parseInt(text, 36))
  .pipe(z.int().positive());

export function toRowIdText(id: RowId): string {
  return id.toString(36);
}
