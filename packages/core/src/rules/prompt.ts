const known: ReadonlySet<string> = new Set(["none", "login", "consent", "select_account"]);

/** The values of `prompt`, or undefined when the text is not allowed (OpenID Connect Core section 3.1.2.1). */
export function parsePrompt(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return [];
  const values = text.split(" ");
  if (!values.every((value) => known.has(value))) return undefined;
  return values.includes("none") && values.length > 1 ? undefined : values;
}

/** `max_age` in seconds: digits only, at most a hundred years. */
export function parseMaxAge(text: string | undefined): number | undefined | "invalid" {
  if (text === undefined) return undefined;
  return /^\d{1,10}$/.test(text) && Number(text) <= 3_153_600_000 ? Number(text) : "invalid";
}
