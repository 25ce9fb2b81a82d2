import { fencesIn } from "./blocks/fences.ts";

/** A command of a recorded terminal session, with what it shows. */
export interface Recorded {
  readonly command: string;
  readonly output: readonly string[];
}

/** The commands of all blocks of a Markdown text whose info string is `info`, in their order. */
export function readSession(markdown: string, info: string): readonly Recorded[] {
  return fencesIn(markdown)
    .filter((fence) => fence.info === info)
    .flatMap(({ text }) => recordedIn(text));
}

/** The commands of one block; a backslash at the end of a line continues a command. */
export function recordedIn(text: string): readonly Recorded[] {
  return text
    .trimEnd()
    .split(/^\$ /m)
    .slice(1)
    .map((one) => {
      const [, command = "", output = ""] = /^((?:.*\\\n)*.*)\n?([^]*)$/.exec(one.trimEnd()) ?? [];
      return { command, output: output === "" ? [] : output.split("\n") };
    });
}

const anyLines = "…";

/**
 * For each line that comes: undefined as long as more is expected, an empty text after the last, or what is wrong.
 * In a recorded line `…` stands for anything, as a line of its own for any lines; ports may be others, and `said`
 * learns them.
 */
export function expectLines(
  recorded: readonly string[],
  said = new Map<string, string>(),
): (line: string) => string | undefined {
  let next = 0;
  return (line) => {
    const skips = recorded[next] === anyLines;
    const expected = recorded[skips ? next + 1 : next];
    if (expected === undefined) return skips ? "" : `${JSON.stringify(line)} beyond what is recorded`;
    const found = toPattern(expected).exec(line);
    if (found === null) return skips ? undefined : `${JSON.stringify(line)} in place of ${JSON.stringify(expected)}`;
    for (const [index, origin] of originsIn(expected).entries()) said.set(origin, found[index + 1] ?? "");
    next += skips ? 2 : 1;
    return recorded.slice(next).every((one) => one === anyLines) ? "" : undefined;
  };
}

/** What is wrong with all that a command has shown, if anything. */
export function faultIn(shown: readonly string[], recorded: readonly string[]): string | undefined {
  const take = expectLines(recorded);
  let verdict = recorded.every((one) => one === anyLines) ? "" : undefined;
  for (const line of shown) {
    verdict = take(line);
    if (verdict !== undefined && verdict !== "") return verdict;
  }
  return verdict === "" ? undefined : `no more than ${JSON.stringify(shown)} in place of ${JSON.stringify(recorded)}`;
}

const origin = /https?:\/\/(?:localhost|127\.0\.0\.1):\d+/g;

function originsIn(line: string): readonly string[] {
  return line.match(origin) ?? [];
}

function toPattern(line: string): RegExp {
  const parts = line.split(/(https?:\/\/(?:localhost|127\.0\.0\.1):\d+|…)/).map((part) => {
    if (part === anyLines) return ".+";
    const found = /^(https?:\/\/[^:]+):\d+$/.exec(part);
    return found === null ? escape(part) : `(${escape(found[1] ?? "")}:\\d+)`;
  });
  return new RegExp(`^${parts.join("")}$`);
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
