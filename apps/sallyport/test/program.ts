import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { vi } from "vitest";
import { runCli } from "../src/cli.ts";

/** The program: the executable that is to be proven, or the sources. */
const executable = process.env["SALLYPORT_EXECUTABLE"];
const main = join(import.meta.dirname, "../src/main.ts");
const program =
  executable === undefined
    ? { command: process.execPath, first: [main] }
    : { command: resolve(import.meta.dirname, "../../..", executable), first: [] };

/** A fresh folder, removed at the end. */
export function openFolder(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "sallyport-server-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CallOptions {
  cwd?: string;
  variables?: Record<string, string>;
  input?: string;
  /** Leaves standard error unread, as a stuck collector of logs does. */
  isStderrUnread?: boolean;
  /** Closes standard output at once, as `head` does when it has enough. */
  isStdoutClosed?: boolean;
}

function start(args: readonly string[], { cwd, variables = {} }: CallOptions): ChildProcess {
  // Nothing of the machine's own settings gets in.
  const { PATH, HOME } = process.env;
  return spawn(program.command, [...program.first, ...args], { cwd, env: { PATH, HOME, ...variables } });
}

/** Runs a command to its end. */
export async function call(args: readonly string[], options: CallOptions = {}): Promise<Outcome> {
  const child = start(args, options);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("the program has no pipes");
  stdin.end(options.input ?? "");
  if (options.isStdoutClosed === true) stdout.destroy();
  const [out, err, code] = await Promise.all([
    options.isStdoutClosed === true ? "" : text(stdout),
    text(stderr),
    exitOf(child),
  ]);
  return { code, stdout: out, stderr: err };
}

/** Runs a command in this process: as good as `call` where no process is needed, and much faster. */
export async function callHere(args: readonly string[], variables: Record<string, string> = {}): Promise<Outcome> {
  if (executable !== undefined) return await call(args, { variables });
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    }),
  );
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  try {
    return { code: await runCli(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}

export interface RunningProgram extends AsyncDisposable {
  pid: number;
  /** The first line of standard output, parsed. */
  ready: Record<string, unknown>;
  /** What it has written to standard error so far. */
  stderr(): string;
  /** Ends it by a signal. @returns the exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a server and waits until it is ready. */
export async function launch(args: readonly string[], options: CallOptions = {}): Promise<RunningProgram> {
  const child = start(args, options);
  const { stdout, stderr, pid } = child;
  if (stdout === null || stderr === null || pid === undefined) throw new Error("the program did not start");
  const errors: string[] = [];
  if (options.isStderrUnread !== true) stderr.on("data", (chunk) => void errors.push(String(chunk)));
  const exited = exitOf(child, options.isStderrUnread === true ? "exit" : "close");
  const lines = createInterface({ input: stdout });
  const first = await Promise.race([
    new Promise<string>((resolve) => lines.once("line", resolve)),
    exited.then((code) => {
      throw new Error(`the program ended with ${code}: ${errors.join("")}`);
    }),
  ]);
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> => {
    child.kill(signal);
    return await exited;
  };
  const ready = JSON.parse(first) as Record<string, unknown>;
  if ("error" in ready) throw new Error(`the program cannot start: ${first}`);
  return {
    pid,
    ready,
    stderr: () => errors.join(""),
    stop,
    [Symbol.asyncDispose]: async () => void (await stop("SIGKILL")),
  };
}

/** `close`: after everything that was written has been read. */
async function exitOf(child: ChildProcess, event: "exit" | "close" = "close"): Promise<number | null> {
  return await new Promise((resolve) => child.once(event, resolve));
}
