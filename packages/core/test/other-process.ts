import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Task } from "./store-process.ts";

/** A second process on the same database. */
export interface OtherProcess {
  run(task: Task): Promise<unknown>;
  /** Starts to write, and resolves once `count` writes were acknowledged. Kills it then; returns every acknowledged id. */
  killUnderLoad(count: number): Promise<number[]>;
  close(): Promise<void>;
}

export async function startOtherProcess(file: string): Promise<OtherProcess> {
  const script = new URL("./store-process.ts", import.meta.url);
  // Not the test runner's own options.
  const child = fork(script, [file], { execArgv: [], stdio: ["ignore", "pipe", "inherit", "ipc"] });
  await answerOf(child);

  const run = (task: Task): Promise<unknown> => {
    child.send(task);
    return answerOf(child);
  };
  return {
    run,
    async killUnderLoad(count) {
      let output = "";
      child.send({ task: "load" } satisfies Task);
      child.stdout?.on("data", (chunk) => {
        output += String(chunk);
        if (output.split("\n").length > count) child.kill("SIGKILL");
      });
      await once(child, "close");
      // What follows the last line break was cut off.
      return output.split("\n").slice(0, -1).map(Number);
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.send({ task: "close" } satisfies Task);
      await exited;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const settled = new AbortController();
  try {
    const { signal } = settled;
    const [message] = await Promise.race([once(child, "message", { signal }), once(child, "exit", { signal })]);
    if (typeof message !== "object" || message === null) throw new Error("the other process ended");
    return message.result;
  } finally {
    settled.abort();
  }
}
