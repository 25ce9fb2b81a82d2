import type { Facts } from "@sallyport/core";

/** What was recorded of a request under one name, for people. */
export function textOfFact(value: Facts[string] | undefined): string {
  const text = typeof value === "object" ? value.join(" ") : (value ?? "");
  return text === "" ? "(none)" : text;
}
