import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  sampleAuditEntry,
  sampleClient,
  sampleCode,
  sampleGrant,
  sampleLink,
  sampleNow,
  sampleRotation,
} from "@sallyport/fixtures/store-samples";
import Driver from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { StoreUnavailableError } from "../src/errors.ts";
import { openSqliteStore } from "../src/stores/sqlite/index.ts";
import type { Store } from "../src/ports/store.ts";
import { type OtherProcess, startOtherProcess } from "./other-process.ts";

// Each process takes its time to start on a busy machine.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let folder: string;
let file: string;
let store: Store;
let other: OtherProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-processes-"));
  file = join(folder, "test.db");
  // Both find no database and make one: that is a race, too.
  [store, other] = await Promise.all([openSqliteStore({ file }), startOtherProcess(file)]);
});

afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await rm(folder, { recursive: true });
});

const count = <Value>(values: readonly Value[], value: Value): number => values.filter((one) => one === value).length;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

describe("two processes on one SQLite file", () => {
  it("[attack:A060 fault:F08] redeem a code once, of 50 parallel redemptions", async () => {
    const codeId = store.nextId(sampleNow);
    await store.grants.insertCode(sampleCode({ id: codeId }));
    const ids = Array.from({ length: 50 }, () => store.nextId(sampleNow));
    const theirs = other.run({ task: "redeem", codeId, grantIds: ids.slice(25) });
    const ours = Promise.all(ids.slice(0, 25).map((id) => store.grants.redeem(codeId, sampleGrant({ id }))));
    const answers = [...(await ours), ...list(await theirs)];
    expect(count(answers, "redeemed")).toBe(1);
    expect(count(answers, "replayed")).toBe(49);
    const grants = await Promise.all(ids.map((id) => store.grants.get(id)));
    expect(grants.filter((grant) => grant !== undefined)).toMatchObject([{ revokedReason: "code_replayed" }]);
  });

  it("[seed:D174 fault:F08] make one audit chain without a fork", async () => {
    const theirs = other.run({ task: "audit", rows: 100 });
    await Promise.all(Array.from({ length: 100 }, () => store.audit.append([sampleAuditEntry()], sampleLink)));
    await theirs;
    const rows = await store.audit.listAfter(0, 1_000);
    expect(rows.map((row) => row.sequence)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    for (const [index, row] of rows.entries()) expect(row.hash).toBe(sampleLink(rows[index - 1]?.hash ?? "", row));
  });

  it("[attack:A096 fault:F08] rotate a refresh token once, of 50 parallel rotations", async () => {
    const codeId = store.nextId(sampleNow);
    const grantId = store.nextId(sampleNow);
    await store.grants.insertCode(sampleCode({ id: codeId }));
    await store.grants.redeem(codeId, sampleGrant({ id: grantId }));
    const callers = Array.from({ length: 50 }, (_, index) => `caller ${index}`);
    const theirs = other.run({ task: "rotate", grantId, callers: callers.slice(25) });
    const ours = Promise.all(
      callers.slice(0, 25).map((caller) => store.grants.rotate(sampleRotation(grantId, caller))),
    );
    const answers = [...(await ours), ...list(await theirs)];
    expect(count(answers, "rotated")).toBe(1);
    expect(count(answers, "stale")).toBe(49);
  });

  it("never give out the same row id", async () => {
    const theirs = list(await other.run({ task: "makeIds", count: 40_000 }));
    const ours = Array.from({ length: 40_000 }, () => store.nextId(sampleNow));
    expect(new Set([...ours, ...theirs]).size).toBe(80_000);
  });

  it("see what the other one deleted, although they had it in their cache", async () => {
    await store.clients.insert(sampleClient());
    await expect(other.run({ task: "readClient", id: "client-1" })).resolves.toMatchObject({ id: "client-1" });
    await store.clients.delete("client-1", sampleNow);
    await expect(other.run({ task: "readClient", id: "client-1" })).resolves.toBeNull();

    await other.run({ task: "insertClient", id: "client-2" });
    await expect(store.clients.get("client-2")).resolves.toBeDefined();
    await other.run({ task: "deleteClient", id: "client-2" });
    await expect(store.clients.get("client-2")).resolves.toBeUndefined();
  });
});

describe("a lock that another process holds", () => {
  it("[fault:F15] delays a write, which then succeeds, and never blocks the event loop", async () => {
    const fresh = await openSqliteStore({ file });
    await other.run({ task: "lock" });
    const write = fresh.clients.insert(sampleClient({ id: "delayed" }));
    // The lock goes only after these turns: a loop that is blocked would never get there.
    for (let turn = 0; turn < 20; turn += 1) await wait(2);
    await expect(fresh.clients.get("delayed")).resolves.toBeUndefined();
    await other.run({ task: "unlock" });
    await expect(write).resolves.toBe("inserted");
    await fresh.close();
  });

  it("[fault:F15] refuses a write at the deadline, and nothing of it is written", async () => {
    const impatient = await openSqliteStore({ file, lockDeadlineMs: 60, leaseRowIdsAt: sampleNow });
    await other.run({ task: "lock" });
    await expect(impatient.clients.insert(sampleClient({ id: "refused" }))).rejects.toThrow(StoreUnavailableError);
    await other.run({ task: "unlock" });
    await expect(impatient.clients.get("refused")).resolves.toBeUndefined();
    await expect(impatient.clients.insert(sampleClient({ id: "later" }))).resolves.toBe("inserted");
    await impatient.close();
  });

  it("makes a queue that has its bound", async () => {
    const narrow = await openSqliteStore({ file, maxQueuedUnits: 2 });
    await other.run({ task: "lock" });
    const writes = ["q1", "q2", "q3"].map((id) => narrow.clients.insert(sampleClient({ id })));
    await expect(writes[2]).rejects.toThrow(StoreUnavailableError);
    await other.run({ task: "unlock" });
    await expect(Promise.all(writes.slice(0, 2))).resolves.toEqual(["inserted", "inserted"]);
    await narrow.close();
  });
});

describe("a process that is killed while it writes", () => {
  it("[fault:F01] leaves every acknowledged grant and a sound database, round by round", async () => {
    const damaged = join(folder, "killed.db");
    const acknowledged: number[] = [];
    for (const writes of [20, 60, 110]) {
      const victim = await startOtherProcess(damaged);
      acknowledged.push(...(await victim.killUnderLoad(writes)));
    }
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    const survivor = await openSqliteStore({ file: damaged });
    const grants = await Promise.all(acknowledged.map((id) => survivor.grants.get(id)));
    expect(grants.length).toBeGreaterThanOrEqual(190);
    expect(grants.filter((grant) => grant === undefined)).toHaveLength(0);
    expect(acknowledged).not.toContain(survivor.nextId(sampleNow));
    await survivor.close();
    expect(integrityOf(damaged)).toBe("ok");
  });

  it("[fault:F08] holds up nobody else on the same file", async () => {
    const victim = await startOtherProcess(file);
    const killed = victim.killUnderLoad(20);
    for (let write = 0; write < 20; write += 1) await store.users.signOutEverywhere("nobody", sampleNow);
    await killed;
    await expect(store.clients.insert(sampleClient({ id: "afterwards" }))).resolves.toBe("inserted");
  });
});

describe("a process whose disk takes no more", () => {
  it.skipIf(process.platform === "win32")(
    "[fault:F14] acknowledges only what it wrote, and refuses the rest with StoreUnavailableError",
    async () => {
      const full = join(folder, "full.db");
      await (await openSqliteStore({ file: full })).close();
      const narrow = await startOtherProcess(full, "ulimit -f 600;");
      const filled = await narrow.run({ task: "fill", writes: 200 });
      const { acknowledged } = Object(filled) as { acknowledged: unknown };
      expect(filled).toEqual({ acknowledged, readable: acknowledged, refusals: ["StoreUnavailableError"] });
      await narrow.close();
      expect(integrityOf(full)).toBe("ok");
    },
  );
});

function integrityOf(database: string): unknown {
  const connection = new Driver(database, { readonly: true });
  const result = connection.pragma("integrity_check", { simple: true });
  connection.close();
  return result;
}
