/** Recorded values of a request by name: one text or several. */
type FactRecord = Readonly<Record<string, string | readonly string[]>>;

/** The values as pairs; several texts of one name are joined by spaces. */
export function factPairs(facts: FactRecord): (readonly [name: string, text: string])[] {
  return Object.entries(facts).map(([name, value]) => [name, typeof value === "string" ? value : value.join(" ")]);
}
