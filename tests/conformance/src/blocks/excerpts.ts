import { globSync, readFileSync } from "node:fs";

let sources: readonly string[] | undefined;

/** Whether a text stands word for word, but for indentation, in a source or a test of the checkout. */
export function isExcerpt(text: string): boolean {
  sources ??= globSync("{packages,apps}/*/{src,test}/**/*.{ts,tsx}", { exclude: ["**/node_modules", "**/.*"] }).map(
    (file) => outdented(readFileSync(file, "utf8")),
  );
  const wanted = `\n${outdented(text).trim()}\n`;
  return sources.some((source) => source.includes(wanted));
}

function outdented(text: string): string {
  return `\n${text.replaceAll(/^[ \t]+/gm, "")}\n`;
}
