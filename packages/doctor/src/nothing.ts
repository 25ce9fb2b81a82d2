import type { JsonObject } from "./answer.ts";

/** Names of members that are `null` or empty text: clients with schemas refuse them, and absent is what is meant. */
export function emptyMembers(document: JsonObject): readonly string[] {
  return Object.keys(document).filter((name) => document[name] === null || document[name] === "");
}

export function withoutEmptyMembers(document: JsonObject): JsonObject {
  const empty = emptyMembers(document);
  return Object.fromEntries(Object.entries(document).filter(([name]) => !empty.includes(name)));
}
