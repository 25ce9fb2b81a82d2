import { type Child, startChild } from "./child.ts";

/** A command of a recorded terminal session, with what it shows. */
export interface Recorded {
  readonly command: string;
  readonly output: readonly string[];
}

/** The commands of all blocks of a Markdown text whose info string is `info`, in their order. */
export function readSession(markdown: string, info: string): readonly Recorded[] {
  const blocks = markdown.split(/^```/m).filter((block) => block.startsWith(`${info}\n`));
  return blocks.flatMap((block) =>
    block
      .slice(info.length + 1)
      .trimEnd()
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [command = "", ...output] = text.trimEnd().split("\n");
        return { command, output };
      }),
  );
}

/** What a newcomer has: the folder, the usual commands of the system, and nothing else. */
export interface Surroundings {
  readonly folder: string;
  readonly home: string;
}

/**
 * Runs the commands one after the other, each when the one before has shown all that was recorded. Those before the
 * last may go on; the last has to end well.
 */
export async function replay(session: readonly Recorded[], { folder, home }: Surroundings): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const said = new Map<string, string>();
  let last: Child | undefined;
  for (const { command, output } of session) {
    const here = [...said].reduce((text, [recorded, seen]) => text.replaceAll(recorded, seen), command);
    const shell = ["/bin/sh", "-c", `exec ${here} 2>&1`];
    last = startChild({
      command: "/usr/bin/env",
      args: ["-i", `HOME=${home}`, "PATH=/usr/bin:/bin", ...shell],
      cwd: folder,
    });
    stack.use(last);
    const take = expectLines(output, said);
    const wrong = await last.line(take);
    if (wrong !== "") throw new Error(`${here} shows ${wrong}`);
  }
  const ended = await last?.end();
  if (ended?.code !== 0) throw new Error(`the session ends with ${ended?.code ?? "nothing"}: ${ended?.stdout ?? ""}`);
}

const anyLines = "…";

/**
 * For each line that comes: undefined as long as more is expected, an empty text after the last, or what is wrong.
 * In a recorded line `…` stands for anything, as a line of its own for any lines; ports may be others, and `said`
 * learns them.
 */
function expectLines(recorded: readonly string[], said: Map<string, string>): (line: string) => string | undefined {
  let next = 0;
  return (line) => {
    const skips = recorded[next] === anyLines;
    const expected = recorded[skips ? next + 1 : next] ?? "";
    const found = toPattern(expected).exec(line);
    if (found === null) return skips ? undefined : `${JSON.stringify(line)} in place of ${JSON.stringify(expected)}`;
    for (const [index, origin] of originsIn(expected).entries()) said.set(origin, found[index + 1] ?? "");
    next += skips ? 2 : 1;
    return next < recorded.length ? undefined : "";
  };
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
