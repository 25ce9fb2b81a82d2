/** A fenced block of a Markdown page. */
export interface Fence {
  /** Of the opening fence; the first is 1. */
  readonly line: number;
  /** What stands behind the marks: `sh server`. */
  readonly info: string;
  /** Without the indentation of the fence. */
  readonly text: string;
}

interface Open extends Pick<Fence, "line" | "info"> {
  readonly indent: number;
  readonly marks: string;
  readonly lines: string[];
}

/** @throws Error when a block does not end */
export function fencesIn(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: Open | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open === undefined) {
      open = openedBy(line, index + 1);
    } else if (isClosedBy(line, open)) {
      const { lines, ...rest } = open;
      fences.push({ line: rest.line, info: rest.info, text: lines.map((one) => `${one}\n`).join("") });
      open = undefined;
    } else {
      open.lines.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ""));
    }
  }
  if (open !== undefined) throw new Error(`the block of line ${open.line} does not end`);
  return fences;
}

function openedBy(line: string, number: number): Open | undefined {
  const [, indent = "", marks, info = ""] = /^( *)(`{3,}|~{3,})([^`]*)$/.exec(line) ?? [];
  if (marks === undefined) return undefined;
  return { line: number, info: info.trim(), indent: indent.length, marks, lines: [] };
}

/** Its end is a line with at least as many of the same marks. */
function isClosedBy(line: string, { marks }: Open): boolean {
  const text = line.trim();
  return text.startsWith(marks) && text.replaceAll(marks.charAt(0), "") === "";
}
