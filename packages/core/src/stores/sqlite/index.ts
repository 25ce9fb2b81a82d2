import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import type { Database } from "better-sqlite3";
import { StoreUnavailableError } from "../../errors.ts";
import type { EpochSeconds } from "../../time.ts";
import type { Store } from "../../ports/store.ts";
import { createAudit } from "./audit.ts";
import { type CheckpointWorkerData, checkpointWorkerSource, createCheckpointer } from "./checkpoint.ts";
import { createCleaner } from "./cleaner.ts";
import { createApiKeys } from "./api-keys.ts";
import { createClients } from "./clients.ts";
import { openConnection } from "./connection.ts";
import { createConsents } from "./consents.ts";
import { createDevices } from "./devices.ts";
import { createEngine, retryWhileLocked } from "./engine.ts";
import { createGrants } from "./grants.ts";
import { createIncidents } from "./incidents.ts";
import { createInteractions } from "./interactions.ts";
import { createKeyedCalls } from "./keyed-calls.ts";
import { createLogos } from "./logos.ts";
import { DatabaseRefusedError, migrate } from "./migrate.ts";
import { createRevocations } from "./revocations.ts";
import { createRowIdSource } from "./row-ids.ts";
import { createStatistics } from "./statistics.ts";
import { createSessions } from "./sessions.ts";
import { createInvitations, createKeys, createOnceOnly, createResources, createSystem } from "./system.ts";
import { createUsers } from "./users.ts";

export { type CheckpointWorkerData, checkpointWorkerSource } from "./checkpoint.ts";
export { readSqliteVersion } from "./connection.ts";
export { DatabaseRefusedError } from "./migrate.ts";

export interface SqliteOptions {
  /** Path of the database; made when there is none. Not on a network file system. */
  file: string;
  /** The driver's addon, loaded or as a path, for a bundle in which the driver cannot find it. */
  nativeBinding?: string | object;
  /** Leases row ids at once, for a process that will serve; otherwise with the first id. */
  leaseRowIdsAt?: EpochSeconds;
  /** How long a call waits, without blocking, for a lock that another process holds. */
  lockDeadlineMs?: number;
  /** How many writes may wait for their commit; more are refused at once. */
  maxQueuedUnits?: number;
  /** Starts the checkpoint worker, for a bundle; it must load the same addon file as the main thread. */
  startCheckpointWorker?: (data: Omit<CheckpointWorkerData, "driver">) => Worker;
}

/**
 * Opens the database, makes or migrates it, and keeps its statements prepared until `close`.
 * @throws DatabaseRefusedError when the file is not a database of ours, or a newer one
 * @throws StoreUnavailableError when it cannot be opened for writing
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file, nativeBinding, lockDeadlineMs = 5_000, maxQueuedUnits = 10_000 } = options;
  const connection = await openMigrated(options, lockDeadlineMs);
  const checkpointer = createCheckpointer({
    file,
    startWorker: () => {
      const addon = typeof nativeBinding === "object" ? undefined : nativeBinding;
      if (options.startCheckpointWorker !== undefined) {
        return options.startCheckpointWorker({ file, nativeBinding: addon });
      }
      // A worker that looked for the addon itself could load a second copy of SQLite.
      if (typeof nativeBinding === "object") throw new Error("no way to start the checkpoint worker is given");
      return startCheckpointWorker({ file, nativeBinding: addon });
    },
    fallBack: () => connection.pragma("wal_autocheckpoint = 1000"),
  });
  const engine = createEngine(connection, { lockDeadlineMs, maxQueuedUnits, onCommit: checkpointer.noteCommit });
  const rowIds = createRowIdSource(connection, engine);
  if (options.leaseRowIdsAt !== undefined) await rowIds.prepare(options.leaseRowIdsAt);

  async function shutDown(): Promise<void> {
    // The last write that the queue takes; if it fails, that costs nothing but a gap in the ids.
    const released = rowIds.release().catch(() => undefined);
    await engine.close();
    await released;
    await checkpointer.close();
    // The last connection of all copies the log back and removes it.
    connection.close();
  }
  let closing: Promise<void> | undefined;

  return {
    description: `sqlite:${file}`,
    clients: createClients(engine),
    users: createUsers(engine),
    sessions: createSessions(engine),
    interactions: createInteractions(engine),
    devices: createDevices(engine),
    grants: createGrants(engine),
    consents: createConsents(engine),
    revocations: createRevocations(engine),
    resources: createResources(engine),
    keys: createKeys(engine),
    apiKeys: createApiKeys(engine),
    keyedCalls: createKeyedCalls(engine),
    onceOnly: createOnceOnly(engine),
    invitations: createInvitations(engine),
    incidents: createIncidents(engine),
    audit: createAudit(engine),
    statistics: createStatistics(engine),
    logos: createLogos(engine),
    system: createSystem(engine),
    nextId: (now) => rowIds.next(now),
    clean: createCleaner(engine),
    close: () => (closing ??= shutDown()),
  };
}

async function openMigrated(options: SqliteOptions, deadlineMs: number): Promise<Database> {
  const { file, nativeBinding } = options;
  let connection: Database | undefined;
  const attempt = (): Database => {
    connection ??= openConnection(file, nativeBinding);
    migrate(connection, file);
    return connection;
  };
  try {
    return await retryWhileLocked(attempt, deadlineMs);
  } catch (error) {
    connection?.close();
    if (error instanceof DatabaseRefusedError) throw error;
    const trouble = error instanceof Error ? error.message : "unknown trouble";
    throw new StoreUnavailableError(`${file} cannot be opened: ${trouble}`, { cause: error });
  }
}

function startCheckpointWorker(data: Omit<CheckpointWorkerData, "driver">): Worker {
  const driver = createRequire(import.meta.url).resolve("better-sqlite3");
  return new Worker(checkpointWorkerSource(), {
    eval: true,
    name: "sallyport-checkpoint",
    workerData: { ...data, driver } satisfies CheckpointWorkerData,
    execArgv: [],
  });
}
