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

/**
 * For each line that comes: undefined as long as more is expected, an empty text after the last, or what is wrong.
 * In a recorded line `…` stands for anything, as a line of its own for any lines; columns may be wider or narrower, and
 * ports may be others. `said` learns the ports, and how words with `…` at their end went on.
 */
export function expectLines(
  recorded: readonly string[],
  said = new Map<string, string>(),
): (line: string) => string | undefined {
  let next = 0;
  return (line) => {
    const skips = isAnyLines(recorded[next]);
    const expected = recorded[skips ? next + 1 : next];
    if (expected === undefined) return skips ? "" : `${JSON.stringify(line)} beyond what is recorded`;
    const found = toPattern(expected).exec(line);
    if (found === null) return skips ? undefined : `${JSON.stringify(line)} in place of ${JSON.stringify(expected)}`;
    learn(wordsIn(expected), found.slice(1), said);
    next += skips ? 2 : 1;
    return recorded.slice(next).every(isAnyLines) ? "" : undefined;
  };
}

function learn(words: readonly string[], seen: readonly string[], said: Map<string, string>): void {
  for (const [index, word] of words.entries()) {
    const whole = seen[index] ?? "";
    if (!/\s/.test(whole)) said.set(word, whole);
  }
}

/** What is wrong with all that a command has shown, if anything. */
export function faultIn(
  shown: readonly string[],
  recorded: readonly string[],
  said: Map<string, string>,
): string | undefined {
  const take = expectLines(recorded, said);
  let verdict = recorded.every(isAnyLines) ? "" : undefined;
  for (const line of shown) {
    verdict = take(line);
    if (verdict !== undefined && verdict !== "") return verdict;
  }
  return verdict === "" ? undefined : `only ${JSON.stringify(shown)} in place of ${JSON.stringify(recorded)}`;
}

/** A command with the words that were shown in place of those that are recorded. */
export function spellOut(command: string, said: ReadonlyMap<string, string>): string {
  return [...said].reduce((text, [recorded, seen]) => text.replaceAll(recorded, seen), command);
}

function isAnyLines(line: string | undefined): boolean {
  return line?.trim() === "…";
}

/** What may be other than recorded: an origin of this machine, and anything from `…` on, perhaps with its beginning. */
const loose = /(https?:\/\/(?:localhost|127\.0\.0\.1):\d+|[\w-]*…)/;

function wordsIn(line: string): readonly string[] {
  return line.split(loose).filter((word, index) => index % 2 === 1 && word !== "…");
}

function toPattern(line: string): RegExp {
  const parts = line.split(loose).map((part, index) => {
    if (part === "…") return ".+?";
    if (index % 2 === 0) return escape(part).replaceAll(/ {2,}/g, " {2,}");
    const word = escape(part).replace("…", ".+?");
    return `(${word.replace(/:\d+$/, String.raw`:\d+`)})`;
  });
  return new RegExp(`^${parts.join("")}$`);
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
