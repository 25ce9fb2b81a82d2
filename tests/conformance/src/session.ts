import { type Child, startChild } from "./child.ts";
import { expectLines, type Recorded, spellOut } from "./recorded.ts";

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
    const here = spellOut(command, said);
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
