import { describe, expect, it } from "vitest";
import { StoreUnavailableError } from "../../errors.ts";
import { createWriter, type Transaction, type Writer } from "./writer.ts";

/** A transaction that notes what happens to it, and fails as told: `{ commit: ["SQLITE_FULL"] }` at the first commit. */
function createTransaction(failures: { begin?: string[]; commit?: string[] } = {}): Transaction & { log: string[] } {
  const log: string[] = [];
  const step = (name: "begin" | "commit") => () => {
    const code = failures[name]?.shift();
    log.push(code === undefined ? name : `${name} fails`);
    if (code !== undefined) throw Object.assign(new Error(code), { code });
  };
  return { log, begin: step("begin"), commit: step("commit"), rollback: () => void log.push("rollback") };
}

function createTestWriter(transaction: Transaction): Writer {
  return createWriter({ transaction, lockDeadlineMs: 5_000, maxQueuedUnits: 3, onCommit: () => undefined });
}

describe("group commit", () => {
  it("commits the writes of one turn together and answers them afterwards", async () => {
    const transaction = createTransaction();
    const writer = createTestWriter(transaction);
    const writes = [1, 2, 3].map((unit) => writer.write(() => transaction.log.push(`unit ${unit}`)));
    expect(transaction.log).toEqual([]);
    await Promise.all(writes);
    expect(transaction.log).toEqual(["begin", "unit 1", "unit 2", "unit 3", "commit"]);
  });

  it("[fault:F42] acknowledges nothing when the commit fails", async () => {
    const transaction = createTransaction({ commit: ["SQLITE_IOERR_FSYNC"] });
    const writer = createTestWriter(transaction);
    let isCommitted = false;
    const writes = [
      writer.write(
        () => "revoked",
        () => (isCommitted = true),
      ),
      writer.write(() => "revoked"),
    ];
    const results = await Promise.allSettled(writes);
    expect(
      results.map((result) => result.status === "rejected" && result.reason instanceof StoreUnavailableError),
    ).toEqual([true, true]);
    expect(isCommitted).toBe(false);
    expect(transaction.log).toEqual(["begin", "commit fails", "rollback"]);
  });

  it("tries again when the lock is held at the start or at the commit", async () => {
    const transaction = createTransaction({ begin: ["SQLITE_BUSY", "SQLITE_BUSY_RECOVERY"], commit: ["SQLITE_BUSY"] });
    await expect(createTestWriter(transaction).write(() => "done")).resolves.toBe("done");
    const expected = ["begin fails", "begin fails", "begin", "commit fails", "rollback", "begin", "commit"];
    expect(transaction.log).toEqual(expected);
  });

  it("runs the others again without the one that throws, which rejects with its own error", async () => {
    const transaction = createTransaction();
    const writer = createTestWriter(transaction);
    const results = await Promise.allSettled([
      writer.write(() => transaction.log.push("unit 1")),
      writer.write(() => {
        throw new TypeError("a mistake");
      }),
      writer.write(() => transaction.log.push("unit 3")),
    ]);
    expect(results).toMatchObject([
      { status: "fulfilled" },
      { reason: new TypeError("a mistake") },
      { status: "fulfilled" },
    ]);
    expect(transaction.log).toEqual(["begin", "unit 1", "rollback", "begin", "unit 1", "unit 3", "commit"]);
  });

  it("refuses at once what its queue cannot take", async () => {
    const writer = createTestWriter(createTransaction());
    const writes = Array.from({ length: 4 }, () => writer.write(() => "done"));
    await expect(writes[3]).rejects.toThrow(StoreUnavailableError);
    await expect(Promise.all(writes.slice(0, 3))).resolves.toEqual(["done", "done", "done"]);
  });
});
