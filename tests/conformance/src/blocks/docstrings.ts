import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";

/** The docstring of every export of a module, by name, also of those from other files; empty where there is none. */
export function docstringsOf(file: string): ReadonlyMap<string, string> {
  const source = readFileSync(file, "utf8");
  const found = new Map<string, string>();
  for (const { start, entries } of parseSync(file, source).module.staticExports) {
    for (const { exportName, importName, moduleRequest } of entries) {
      const from = moduleRequest?.value;
      const isElsewhere = from?.startsWith(".") === true;
      const text = isElsewhere
        ? docstringsOf(join(dirname(file), from)).get(importName.name ?? "")
        : docstringBefore(source.slice(0, start));
      if (exportName.name !== null) found.set(exportName.name, text ?? "");
    }
  }
  return found;
}

/** The text of the comment at the end of `source`, without its stars. */
function docstringBefore(source: string): string {
  const [, text = ""] = /\/\*\*((?:(?!\*\/)[^])*)\*\/\n$/.exec(source) ?? [];
  return text.replaceAll(/^ \* ?/gm, "");
}
