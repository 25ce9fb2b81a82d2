import type { Incident } from "../ports/store.ts";

/** What is known of a refused request. */
export type Seen = Pick<Incident, "reason" | "received" | "registered">;

/** What a reason means; the list is `all.ts`. */
export interface Explanation {
  /** What was broken, with the standard and section that asks for it. */
  rule: string;
  meaning: string;
  /** What to do; a function where it depends on what was sent. */
  fix: string | ((seen: Seen) => string);
}

/** By reason; a name that ends in `*` stands for all that begin like it. */
export type Explanations = Readonly<Record<string, Explanation>>;

/** A fact as one text; undefined when it is absent or empty. */
export function said(value: string | readonly string[] | undefined): string | undefined {
  const text = typeof value === "object" ? value.join(" ") : value;
  return text === "" ? undefined : text;
}

/** A fact as a list. */
export function listed(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}
