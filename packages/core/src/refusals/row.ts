import type { OAuthError, Refusal } from "../errors.ts";
import type { Incident } from "../ports/store.ts";

/** What is known of a refused request. */
export type Seen = Pick<Incident, "reason" | "received" | "registered">;

/** What a reason means, for `sallyport explain` and the documentation. */
export interface Explanation {
  /** The requirement that the request did not meet, with its standard and section. */
  rule: string;
  meaning: string;
  /** What to do; a function where the answer depends on the request. Commands are code spans: `sallyport …`. */
  fix: string | ((seen: Seen) => string);
}

type Facts = Readonly<Record<string, unknown>>;

/** The `error_description`; a function names the facts that a throw site has to pass. */
type Description = string | { describe(facts: Facts): string }["describe"];

/** A reason that becomes an OAuth error response. `description` keeps to the characters of RFC 6749 section 5.2. */
export interface OAuthRow extends Explanation {
  error: new (description: string, refusal: Refusal) => OAuthError;
  description: Description;
}

/** A reason to refuse a request before an OAuth endpoint reads it, or on a page. */
export interface HttpRow extends Explanation {
  status: number;
  error: string;
  description: string;
}

/** A fact as one text; undefined when it is absent or empty. */
export function textOf(value: string | readonly string[] | undefined): string | undefined {
  const text = typeof value === "object" ? value.join(" ") : value;
  return text === "" ? undefined : text;
}

/** A fact as a list. */
export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}
