import { createRequire } from "node:module";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { sampleCode, sampleGrant, sampleNow } from "@sallyport/fixtures/store-samples";
import Driver, { type Database } from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import { openConnection } from "../src/stores/sqlite/connection.ts";
import { createEngine } from "../src/stores/sqlite/engine.ts";
import { createGrants } from "../src/stores/sqlite/grants.ts";
import { checkpointWorkerSource, DatabaseRefusedError, openSqliteStore } from "../src/stores/sqlite/index.ts";
import { migrate } from "../src/stores/sqlite/migrate.ts";
import { applicationId } from "../src/stores/sqlite/schema.ts";
import type { Grants, Store } from "../src/ports/store.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-faults-"));
  file = join(folder, "test.db");
});

afterEach(() => rm(folder, { recursive: true }));

function openGrants(): { connection: Database; grants: Grants } {
  const connection = openConnection(file, undefined);
  migrate(connection, file);
  const engine = createEngine(connection, { lockDeadlineMs: 100, maxQueuedUnits: 100, onCommit: () => undefined });
  return { connection, grants: createGrants(engine) };
}

/** Writes codes in parallel; returns the ids of those that were acknowledged, and the refusals. */
async function writeCodes(
  grants: Grants,
  ids: readonly number[],
): Promise<{ acknowledged: number[]; refusals: unknown[] }> {
  const results = await Promise.allSettled(
    ids.map((id) => grants.insertCode(sampleCode({ id, nonce: "x".repeat(500) }))),
  );
  const acknowledged = ids.filter((_, index) => results[index]?.status === "fulfilled");
  const refusals = results.flatMap((result): unknown[] => (result.status === "rejected" ? [result.reason] : []));
  return { acknowledged, refusals };
}

describe("a full disk", () => {
  it("[fault:F12] refuses writes with StoreUnavailableError, reads on, and recovers without a restart", async () => {
    const { connection, grants } = openGrants();
    const pages = Number(connection.pragma("page_count", { simple: true }));
    connection.pragma(`max_page_count = ${pages + 4}`);
    const acknowledged: number[] = [];
    const refusals: unknown[] = [];
    for (let first = 1; refusals.length === 0; first += 10) {
      const written = await writeCodes(
        grants,
        Array.from({ length: 10 }, (_, index) => first + index),
      );
      acknowledged.push(...written.acknowledged);
      refusals.push(...written.refusals);
    }
    expect(refusals.every((refusal) => refusal instanceof StoreUnavailableError)).toBe(true);
    const codes = await Promise.all(acknowledged.map((id) => grants.getCode(id)));
    expect(codes.filter((code) => code === undefined)).toHaveLength(0);
    expect(connection.prepare("SELECT count(*) FROM oauth_authorization_codes").pluck().get()).toBe(codes.length);

    connection.pragma("max_page_count = 100000");
    await expect(grants.insertCode(sampleCode({ id: 9_999 }))).resolves.toBeUndefined();
    connection.close();
  });
});

describe("a database that cannot be written", () => {
  it("[fault:F13] refuses writes with StoreUnavailableError and reads on", async () => {
    const { connection, grants } = openGrants();
    await grants.insertCode(sampleCode({ id: 1 }));
    connection.pragma("query_only = ON");
    await expect(grants.redeem(1, sampleGrant({ id: 2 }))).rejects.toThrow(StoreUnavailableError);
    await expect(grants.getCode(1)).resolves.not.toHaveProperty("redeemedBy");
    connection.close();
  });

  it("[fault:F13] is refused at the start, with its name", async () => {
    const missing = join(folder, "missing", "test.db");
    await expect(openSqliteStore({ file: missing })).rejects.toThrow(StoreUnavailableError);
    await expect(openSqliteStore({ file: missing })).rejects.toThrow(missing);
  });
});

describe("a file that is not this program's database", () => {
  it("is refused when it is newer, with both versions", async () => {
    await (await openSqliteStore({ file })).close();
    const connection = new Driver(file);
    const current = Number(connection.pragma("user_version", { simple: true }));
    connection.pragma(`user_version = ${current + 3}`);
    connection.close();
    const refusal = openSqliteStore({ file });
    await expect(refusal).rejects.toThrow(DatabaseRefusedError);
    await expect(refusal).rejects.toThrow(new RegExp(`version ${current + 3}\\b.* version ${current}\\b`));
  });

  it("is refused when it belongs to another program, and stays as it was", async () => {
    const connection = new Driver(file);
    connection.exec("CREATE TABLE theirs (id integer)");
    connection.close();
    await expect(openSqliteStore({ file })).rejects.toThrow(DatabaseRefusedError);
    const again = new Driver(file, { readonly: true });
    expect(again.prepare("SELECT name FROM sqlite_schema").pluck().all()).toEqual(["theirs"]);
    again.close();
  });

  it("is refused when it is no database", async () => {
    await writeFile(file, "Dear diary, ".repeat(200));
    await expect(openSqliteStore({ file })).rejects.toThrow(/test\.db .*SQLITE_NOTADB/);
  });
});

describe("the file", () => {
  it("carries the program's mark and can be read by its owner only", async () => {
    const store = await openSqliteStore({ file });
    await store.system.claimIssuer("https://as.example");
    expect(((await stat(file)).mode | (await stat(`${file}-wal`)).mode) & 0o077).toBe(0);
    await store.close();
    const connection = new Driver(file, { readonly: true });
    expect(connection.pragma("application_id", { simple: true })).toBe(applicationId);
    connection.close();
  });
});

describe("checkpoints", () => {
  /** More than the log may hold before it is copied back. */
  async function fillLog(store: Store): Promise<void> {
    for (let round = 0; round < 40; round += 1) {
      const ids = Array.from({ length: 50 }, () => store.nextId(sampleNow));
      await Promise.all(ids.map((id) => store.grants.insertCode(sampleCode({ id, nonce: "x".repeat(3_000) }))));
    }
  }

  it("are made by a worker", async () => {
    const checkpoint = Promise.withResolvers<void>();
    const driver = createRequire(import.meta.url).resolve("better-sqlite3");
    const store = await openSqliteStore({
      file,
      startCheckpointWorker(data) {
        const workerData = { ...data, driver };
        const worker = new Worker(checkpointWorkerSource(), { eval: true, workerData, execArgv: [] });
        worker.on("message", () => checkpoint.resolve());
        return worker;
      },
    });
    const before = (await stat(file)).size;
    await fillLog(store);
    await checkpoint.promise;
    expect((await stat(file)).size).toBeGreaterThan(before);
    await store.close();
  });

  it("are made by the main connection when the worker fails", async () => {
    const store = await openSqliteStore({
      file,
      startCheckpointWorker() {
        throw new Error("no threads here");
      },
    });
    const before = (await stat(file)).size;
    await fillLog(store);
    expect((await stat(file)).size).toBeGreaterThan(before);
    await store.close();
  });

  it("go on in the main connection when the worker dies", async () => {
    const death = Promise.withResolvers<void>();
    const store = await openSqliteStore({
      file,
      startCheckpointWorker() {
        const worker = new Worker("throw new Error('no driver here')", { eval: true, execArgv: [] });
        worker.on("exit", () => death.resolve());
        return worker;
      },
    });
    const before = (await stat(file)).size;
    await fillLog(store);
    await death.promise;
    await fillLog(store);
    expect((await stat(file)).size).toBeGreaterThan(before);
    await store.close();
  });
});
