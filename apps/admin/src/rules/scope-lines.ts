import { readLines } from "./client-profiles.ts";

interface Scope {
  name: string;
  description?: string;
}

/** `files:read See your files` on each line: a name, and what it is in words. */
export function readScopeLines(text: string): Scope[] {
  return readLines(text).map((line) => {
    const [name = "", ...words] = line.split(/\s+/);
    return words.length === 0 ? { name } : { name, description: words.join(" ") };
  });
}
