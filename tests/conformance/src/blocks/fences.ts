/** A fenced block of a Markdown page. */
export interface Fence {
  /** Of the opening fence; the first is 1. */
  readonly line: number;
  /** What stands behind the marks: `sh server`. */
  readonly info: string;
  /** Without the indentation of the fence. */
  readonly text: string;
  readonly isClosed: boolean;
}

interface Open extends Pick<Fence, "line" | "info"> {
  readonly indent: number;
  readonly marks: string;
  readonly lines: string[];
}

export function fencesIn(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: Open | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (open === undefined) {
      open = openedBy(line, index + 1);
    } else if (isClosedBy(line, open)) {
      fences.push(toFence(open, true));
      open = undefined;
    } else {
      open.lines.push(line.replace(new RegExp(`^ {0,${open.indent}}`), ""));
    }
  }
  return open === undefined ? fences : [...fences, toFence(open, false)];
}

function toFence({ line, info, lines }: Open, isClosed: boolean): Fence {
  return { line, info, text: lines.map((one) => `${one}\n`).join(""), isClosed };
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
