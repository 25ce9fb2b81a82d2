import type { Detail, OAuthError } from "../errors.ts";
import { compact } from "../compact.ts";
import { oauthRefusals } from "./all.ts";
import type { OAuthRow } from "./row.ts";

type Rows = typeof oauthRefusals;

/** Every reason with which an OAuth endpoint refuses a request. */
export type RefusalReason = keyof Rows;

/** What the error class of the row takes beyond the reason. */
type ClassFacts<Row extends OAuthRow> = Omit<ConstructorParameters<Row["error"]>[1], "reason">;

type DescriptionFacts<Row extends OAuthRow> = Row["description"] extends (facts: infer Facts) => string
  ? Facts
  : unknown;

type FamilyFacts<Reason> = Reason extends `${string}*` ? { suffix: string } : unknown;

type FactsOf<Reason extends RefusalReason> = Reason extends RefusalReason
  ? ClassFacts<Rows[Reason]> & DescriptionFacts<Rows[Reason]> & FamilyFacts<Reason>
  : never;

type Arguments<Reason extends RefusalReason> =
  Record<never, never> extends FactsOf<Reason> ? [facts?: FactsOf<Reason>] : [facts: FactsOf<Reason>];

/**
 * The error of a row, to throw. `suffix` replaces the `*` of a family of reasons.
 * @example throw refuse("unknown_code");
 * @example throw refuse("too_long", { parameter: "state", detail });
 */
export function refuse<Reason extends RefusalReason>(reason: Reason, ...[facts]: Arguments<Reason>): OAuthError {
  const row: OAuthRow = oauthRefusals[reason];
  const given: AnyFacts = facts ?? {};
  const { suffix, ...rest } = given;
  const description = typeof row.description === "string" ? row.description : row.description(rest);
  const name = suffix === undefined ? reason : reason.replace("*", suffix);
  return new row.error(description, compact({ ...rest, reason: name }));
}

interface AnyFacts extends Readonly<Record<string, unknown>> {
  detail?: Detail;
  suffix?: string;
}
