// Files of programs that are not here: what can be seen of them without those.

/** What is wrong with the form of a configuration for nginx, if anything: statements end, and braces match. */
export function faultInNginx(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.replace(/(^|\s)#.*$/, "").trim());
  const open = lines.find((line) => line !== "" && !/[;{}]$/.test(line));
  if (open !== undefined) return `${open} does not end`;
  return countOf(text, "{") === countOf(text, "}") ? undefined : "braces do not match";
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/** What is wrong with the form of a file of sections and values, if anything. */
export function faultInIni(text: string): string | undefined {
  const strange = text.split("\n").find((line) => !/^(?:\[[^\]]+\]|[\w.-]+ *=.*|[#;].*|)$/.test(line));
  return strange === undefined ? undefined : `${strange} is neither a section nor a value`;
}
