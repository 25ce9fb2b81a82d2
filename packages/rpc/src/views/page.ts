import { compact, type Page } from "@sallyport/core";
import { z } from "zod";

/** With what a word begins that is looked for; absent or empty: everything. */
export const searchInput = z.string().max(255).optional();

/** A page of a list that has these sorts: pass `nextCursor` of the answer back as `cursor`, with the same sort. */
export function listInput<const Sorts extends readonly [string, ...string[]]>(sorts: Sorts) {
  return z.strictObject({
    limit: z.int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^[\w-]{1,2000}$/)
      .optional(),
    /** Absent: the first of them. */
    sort: z.enum(sorts).optional(),
    /** Absent: instants from the youngest on, texts from A on. */
    order: z.enum(["asc", "desc"]).optional(),
  });
}

export function pageOutput<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });
}

export function toDate(epochSeconds: number): Date {
  return new Date(epochSeconds * 1000);
}

/** A page of the store, its items as callers see them. */
export function toPageView<Item, View>(
  { items, next }: Page<Item>,
  toView: (item: Item) => View,
): { items: View[]; nextCursor?: string } {
  return compact({ items: items.map((item) => toView(item)), nextCursor: next });
}
