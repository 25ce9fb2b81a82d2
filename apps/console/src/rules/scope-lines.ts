import { readLines } from "./lines.ts";

interface Line {
  name: string;
  description?: string | undefined;
}

/**
 * `files:read See your files` on each line: a name, and what it is in words. What else is known of a scope that
 * keeps its name stays.
 */
export function readScopeLines<Its extends Line>(
  text: string,
  known: readonly Its[] = [],
): (Omit<Its, "description"> | { name: string; description?: string })[] {
  return readLines(text).map((line) => {
    const [name = "", ...words] = line.split(/\s+/);
    const { description: _before, ...kept } = known.find((scope) => scope.name === name) ?? { name };
    return words.length === 0 ? kept : { ...kept, description: words.join(" ") };
  });
}

/** The same the other way round. */
export function toScopeLines(scopes: readonly Line[]): string {
  return scopes
    .map(({ name, description }) => (description === undefined ? name : `${name} ${description}`))
    .join("\n");
}
