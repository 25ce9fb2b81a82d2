import { z } from "zod";

/** What may be left out, as a value or as null. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

export const text = optional(z.string());

/** Text that says something. */
export const words = text.transform((value) => (value?.trim() ? value.trim() : undefined));

/** True, or 1 as databases write it. */
export const flag = optional(z.union([z.boolean(), z.literal([0, 1]).transform((value) => value === 1)]));

/** A list, or one as JSON text, as databases write it. */
export const list = z.union([z.array(z.string()), z.string().transform(readList)]);

function readList(value: string, context: z.RefinementCtx): string[] {
  try {
    return z.array(z.string()).parse(JSON.parse(value));
  } catch {
    context.addIssue("neither a list of texts nor JSON of one");
    return z.NEVER;
  }
}

/** Beyond that a number counts milliseconds. */
const lastSeconds = 2 ** 35;

/** An instant as ISO 8601 text, or since 1970 in seconds or milliseconds; in whole seconds. */
export const instant = optional(z.union([z.number().min(0), z.string()]).transform(readInstant));

function readInstant(value: number | string, context: z.RefinementCtx): number {
  const asked = typeof value === "number" ? (value > lastSeconds ? value : value * 1000) : Date.parse(asUtc(value));
  if (Number.isFinite(asked) && asked >= 0) return Math.floor(asked / 1000);
  context.addIssue("not an instant");
  return z.NEVER;
}

/** Databases write no zone, and mean UTC. */
function asUtc(value: string): string {
  const plain = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?$/.test(value);
  return plain ? `${value.replace(" ", "T")}Z` : value;
}

export function scopesOf(scope: string | undefined): readonly string[] | undefined {
  return scope?.split(/\s+/).filter((name) => name !== "");
}

/** `Ada Lovelace`, or undefined. */
export function fullName(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined && part !== "").join(" ") || undefined;
}
