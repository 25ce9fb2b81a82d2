import type { Page, PageRequest } from "@sallyport/core";
import { z } from "zod";

/** A page of a list: pass `nextCursor` of the answer back as `cursor`. */
export const pageInput = z.strictObject({
  limit: z.int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
});

export function toPageRequest({ limit, cursor }: z.infer<typeof pageInput>): PageRequest {
  return cursor === undefined ? { limit } : { limit, cursor };
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
  return { items: items.map((item) => toView(item)), ...(next === undefined ? {} : { nextCursor: next }) };
}
