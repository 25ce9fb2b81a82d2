import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Task } from "./store-process.ts";

/** A second process on the same database. */
export interface OtherProcess {
  run(task: Task): Promise<unknown>;
  /** Starts to write, and resolves once `count` writes were acknowledged. Kills it then; returns every acknowledged id. */
  killUnderLoad(count: number): Promise<number[]>;
  close(): Promise<void>;
}

/** `shellPrefix` is run by the shell before, to narrow the process: `ulimit -f 10;`. */
export async function startOtherProcess(file: string, shellPrefix = ""): Promise<OtherProcess> {
  const script = fileURLToPath(new URL("./store-process.ts", import.meta.url));
  const command = [process.execPath, script, file];
  const [program = "", ...parameters] =
    shellPrefix === "" ? command : ["sh", "-c", `${shellPrefix} exec "$0" "$@"`, ...command];
  const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "inherit", "ipc"] });
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
