import { statSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** What the checkpoint worker is told at its start. */
export interface CheckpointWorkerData {
  file: string;
  /** The path or name under which the worker requires the driver. */
  driver: string;
  /** Path of the driver's addon, when it must not look for it itself. */
  nativeBinding: string | undefined;
}

export interface Checkpointer {
  /** To be told after each commit; never throws. */
  noteCommit: () => void;
  close(): Promise<void>;
}

export interface CheckpointerOptions {
  file: string;
  startWorker: () => Worker;
  /** Lets the main connection do checkpoints, when the worker cannot. */
  fallBack: () => void;
}

/**
 * The worker's program, as text, because a bundle has no second file to start. It must load the very
 * addon file of the main thread: a second copy of SQLite in one process breaks the locks of the first.
 * PASSIVE disturbs nobody; RESTART takes the write lock, for a log that never stood still.
 * @param driver the expression that is the driver, for a program that will be bundled with it
 */
export function checkpointWorkerSource(driver = "require(workerData.driver)"): string {
  return `
const { parentPort, workerData } = require("node:worker_threads");
const Database = ${driver};
const addon = { exports: {} };
if (workerData.nativeBinding !== undefined) process.dlopen(addon, workerData.nativeBinding);
const nativeBinding = workerData.nativeBinding && addon.exports;
const database = new Database(workerData.file, { fileMustExist: true, timeout: 250, ...(nativeBinding && { nativeBinding }) });
database.pragma("synchronous = FULL");
parentPort.on("message", (mode) => {
  if (mode === "CLOSE") {
    database.close();
    parentPort.close();
    return;
  }
  try {
    database.pragma("wal_checkpoint(PASSIVE)");
    if (mode === "RESTART") database.pragma("wal_checkpoint(RESTART)");
  } catch (error) {
    if (!String(error.code).startsWith("SQLITE_BUSY")) throw error;
  }
  parentPort.postMessage("done");
});
`;
}

const commitsBetweenLooks = 16;
const closeDeadlineMs = 2_000;

/** When the write-ahead log is copied back; also its size on disk after it began anew. */
export const checkpointBytes = 4 * 1024 * 1024;
/** When a pause of the writers is taken for it. */
const restartBytes = 64 * 1024 * 1024;

/** Copies the write-ahead log back in a worker thread, which starts with the first need. */
export function createCheckpointer(options: CheckpointerOptions): Checkpointer {
  let worker: Worker | undefined;
  let state: "ready" | "working" | "failed" = "ready";
  let commits = 0;
  let seenBytes = 0;

  function start(): Worker {
    const started = options.startWorker();
    started.unref();
    started.on("message", () => {
      state = "ready";
    });
    const fail = (): void => {
      if (worker === undefined) return;
      worker = undefined;
      state = "failed";
      options.fallBack();
    };
    started.on("error", fail);
    started.on("exit", fail);
    return started;
  }

  function copyBackWhenLong(): void {
    const bytes = statSync(`${options.file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    // A log that shrank began anew; in one that did not, what was copied before counts no more.
    if (bytes < seenBytes) seenBytes = 0;
    if (bytes - seenBytes <= checkpointBytes) return;
    seenBytes = bytes;
    worker ??= start();
    state = "working";
    worker.postMessage(bytes > restartBytes ? "RESTART" : "PASSIVE");
  }

  return {
    noteCommit() {
      commits += 1;
      if (commits % commitsBetweenLooks !== 0 || state !== "ready") return;
      try {
        copyBackWhenLong();
      } catch {
        // The commit itself stands, and a checkpoint by the main connection does the same, only slower.
        state = "failed";
        options.fallBack();
      }
    },
    async close() {
      const last = worker;
      worker = undefined;
      if (last === undefined) return;
      last.ref();
      const exited = new Promise((resolve) => last.once("exit", resolve));
      const giveUp = setTimeout(() => void last.terminate(), closeDeadlineMs);
      last.postMessage("CLOSE");
      await exited;
      clearTimeout(giveUp);
    },
  };
}
