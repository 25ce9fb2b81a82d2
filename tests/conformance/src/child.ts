import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

export interface ChildOptions {
  /** The Node that runs this, unless another program is named. */
  readonly command?: string | undefined;
  readonly args: readonly string[];
  /** Where it is started; the folder of the checkout by default. */
  readonly cwd?: string | undefined;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** It leads a process group, which is stopped as a whole. */
  readonly isGroup?: boolean | undefined;
  /** How long `line` and `end` wait; 20 seconds by default. */
  readonly deadlineMs?: number | undefined;
}

/** A child process that tells about itself by lines on its standard output. */
export interface Child extends AsyncDisposable {
  readonly pid: number | undefined;
  /**
   * What `find` makes of the first line, past or to come, for which that is not undefined.
   * A process whose line does not come is stopped.
   */
  line<T>(find: (line: string) => T | undefined): Promise<T>;
  /** Waits until the process has ended by itself. */
  end(): Promise<Ended>;
  /** SIGKILL, as a crash: nothing of the process runs any more. */
  kill(): Promise<void>;
  /** SIGTERM, then waits for the end; a process that ignores it is killed, and that is an error. */
  stop(): Promise<void>;
}

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const stopDeadlineMs = 10_000;

const checkout = new URL("../../..", import.meta.url);

export function startChild(options: ChildOptions): Child {
  const { command = process.execPath, args, cwd = checkout, env = {}, isGroup = false, deadlineMs = 20_000 } = options;
  const child = spawn(command, args, {
    cwd,
    env: { ...cleanEnvironment(), ...env },
    detached: isGroup,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collectLines(child.stdout);
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const closed = once(child, "close");
  // Whoever waits for the end sees the failure; nobody has to.
  closed.catch(() => undefined);

  const story = () => `${command} ${args.join(" ")}\nstdout: ${output.text()}\nstderr: ${errors.join("")}`;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;

  function signal(name: "SIGTERM" | "SIGKILL"): void {
    if (isGroup && child.pid !== undefined) process.kill(-child.pid, name);
    else child.kill(name);
  }

  async function end(): Promise<Ended> {
    await within(closed, deadlineMs, () => `still running: ${story()}`);
    return { code: child.exitCode, stdout: output.text(), stderr: errors.join("") };
  }

  async function stop(): Promise<void> {
    if (!isOver()) signal("SIGTERM");
    try {
      await within(closed, stopDeadlineMs, () => `did not end at SIGTERM: ${story()}`);
    } finally {
      if (!isOver()) signal("SIGKILL");
    }
  }

  async function kill(): Promise<void> {
    signal("SIGKILL");
    await closed;
  }

  async function line<T>(find: (line: string) => T | undefined): Promise<T> {
    const over = closed.then(() => {
      throw new Error(`ended before the line came: ${story()}`);
    });
    over.catch(() => undefined);
    const first = Promise.race([output.first(find), over]);
    try {
      return await within(first, deadlineMs, () => `the line did not come: ${story()}`);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  return { pid: child.pid, line, end, kill, stop, [Symbol.asyncDispose]: stop };
}

interface Lines {
  text(): string;
  /** What `find` makes of the first line, past or to come, for which that is not undefined. */
  first<T>(find: (line: string) => T | undefined): Promise<T>;
}

function collectLines(stream: Readable): Lines {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(stream).on("line", (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  return {
    text: () => lines.join("\n"),
    first<T>(find: (line: string) => T | undefined): Promise<T> {
      const { promise, resolve } = Promise.withResolvers<T>();
      let next = 0;
      const look = () => {
        for (; next < lines.length; next += 1) settle(find(lines[next] ?? ""));
      };
      const settle = (found: T | undefined) => {
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      return promise;
    },
  };
}

/** Runs a program to its end. */
export async function run(options: ChildOptions): Promise<Ended> {
  await using child = startChild(options);
  return await child.end();
}

/** Without settings that the person at this machine has for their own server, and without what vitest sets. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(SALLYPORT_|OAUTH_|VITEST|NODE_ENV$|NODE_OPTIONS$|DATABASE_URL$|FRONTEND_URL$|PORT$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function within<T>(wanted: Promise<T>, deadlineMs: number, complaint: () => string): Promise<T> {
  const timer = new AbortController();
  const late = delay(deadlineMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(complaint());
  });
  try {
    return await Promise.race([wanted, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
