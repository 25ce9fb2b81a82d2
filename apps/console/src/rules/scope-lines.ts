import { readLines } from "./lines.ts";

interface Line {
  name: string;
  description?: string | undefined;
}

/**
 * Reads one scope per line: `files:read See your files` is a name and a description. The other members of a known
 * scope are kept.
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

/** The inverse of `readScopeLines`. */
export function toScopeLines(scopes: readonly Line[]): string {
  return scopes
    .map(({ name, description }) => (description === undefined ? name : `${name} ${description}`))
    .join("\n");
}
