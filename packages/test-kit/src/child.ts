import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** A dev server, wherever it runs. */
export interface RunningServer {
  readonly adminUrl: string;
  readonly close: () => Promise<void>;
}

const startMs = 30_000;
const graceMs = 10_000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts `sallyport dev` as a process of its own. Nothing of SALLYPORT_* in the environment counts.
 * @throws Error with what it wrote, when it does not start
 */
export async function startChild(program: string | undefined, args: readonly string[]): Promise<RunningServer> {
  const [command, ...first] = commandOf(program ?? findProgram());
  const child = spawn(command, [...first, "dev", "--json", ...args], {
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("SALLYPORT_"))),
    // The channel is how the server learns that this process is gone, however it ended.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // What Node's types say of three streams, they do not say of four.
  }) as Child;
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const closed = once(child, "close").finally(() => process.removeListener("exit", kill));
  try {
    const { adminUrl } = await readReadyLine(child, closed);
    child.stdout.resume();
    letGo(child);
    return { adminUrl, close: () => stop(child, closed) };
  } catch (error) {
    kill();
    throw error;
  }
}

/** A server that nobody closes does not keep the tests from ending. */
function letGo(child: Child): void {
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref();
}

/** A script is run by this Node, anything else by itself. */
function commandOf(program: string): [string, ...string[]] {
  return /\.[cm]?[jt]s$/.test(program) ? [process.execPath, program] : [program];
}

/** The program of the package that this one depends on. */
function findProgram(): string {
  const manifest = createRequire(import.meta.url).resolve("sallyport/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: string | { sallyport: string } };
  return join(dirname(manifest), typeof bin === "string" ? bin : bin.sallyport);
}

/** That the server is ready, or why it is not. */
interface FirstLine {
  adminUrl?: string;
  error?: { message: string };
}

async function readReadyLine(child: Child, closed: Promise<unknown>): Promise<{ adminUrl: string }> {
  const errors = text(child.stderr);
  const lines = createInterface(child.stdout);
  const deadline = AbortSignal.timeout(startMs);
  const wait = Promise.race([once(lines, "line", { signal: deadline }), closed]);
  const [line] = await (wait as Promise<unknown[]>).catch((cause: unknown) => {
    const reason = deadline.aborted ? `nothing came within ${startMs / 1_000} seconds` : describe(cause);
    throw new Error(`sallyport dev does not start: ${reason}`, { cause });
  });
  lines.close();
  const { adminUrl, error } = typeof line === "string" ? readLine(line) : {};
  if (adminUrl !== undefined) return { adminUrl };
  throw new Error(`sallyport dev does not start: ${error?.message ?? (await errors)}`);
}

function readLine(line: string): FirstLine {
  try {
    return JSON.parse(line) as FirstLine;
  } catch {
    return { error: { message: `the program says ${line}` } };
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

async function stop(child: Child, closed: Promise<unknown>): Promise<void> {
  child.kill();
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await closed;
  clearTimeout(timer);
}
