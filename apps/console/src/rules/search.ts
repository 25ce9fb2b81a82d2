/** The search parameters of a page. */
export type Search = Readonly<Record<string, unknown>>;

/** A member with some text, or nothing. */
export function readText<Name extends string>(search: Search, name: Name): { [Key in Name]?: string } {
  const value = search[name];
  // A search of digits is parsed as a number.
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? single(name, text) : {};
}

/** A member that is one of the keys of `choices`, or nothing. */
export function readChoice<Name extends string, Choice extends string>(
  search: Search,
  name: Name,
  choices: Readonly<Record<Choice, unknown>>,
): { [Key in Name]?: Choice } {
  const value = search[name];
  return typeof value === "string" && isKeyOf(choices, value) ? single(name, value) : {};
}

function isKeyOf<Choice extends string>(choices: Readonly<Record<Choice, unknown>>, value: string): value is Choice {
  return Object.hasOwn(choices, value);
}

function single<Name extends string, Value>(name: Name, value: Value): { [Key in Name]?: Value } {
  const one: { [Key in Name]?: Value } = {};
  one[name] = value;
  return one;
}
