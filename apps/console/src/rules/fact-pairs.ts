/** What was recorded of a request, by name: one text or several. */
type FactRecord = Readonly<Record<string, string | readonly string[]>>;

/** The facts as lines: several texts of one name share theirs. */
export function factPairs(facts: FactRecord): (readonly [name: string, text: string])[] {
  return Object.entries(facts).map(([name, value]) => [name, typeof value === "string" ? value : value.join(" ")]);
}
