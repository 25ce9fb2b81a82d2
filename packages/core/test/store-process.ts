import { writeSync } from "node:fs";
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
import { openSqliteStore } from "../src/stores/sqlite/index.ts";

/*
 * A second process on the same database, steered by messages: each task is answered with its result.
 */

export type Task =
  | { task: "redeem"; codeId: number; grantIds: number[] }
  | { task: "rotate"; grantId: number; callers: string[] }
  | { task: "makeIds"; count: number }
  | { task: "readClient"; id: string }
  | { task: "deleteClient"; id: string }
  | { task: "insertClient"; id: string }
  | { task: "audit"; rows: number }
  | { task: "lock" }
  | { task: "unlock" }
  | { task: "fill"; writes: number }
  | { task: "load" }
  | { task: "close" };

const [file = ""] = process.argv.slice(2);
const store = await openSqliteStore({ file });
let lock: Driver.Database | undefined;

async function run(task: Task): Promise<unknown> {
  switch (task.task) {
    case "redeem":
      return Promise.all(task.grantIds.map((id) => store.grants.redeem(task.codeId, sampleGrant({ id }))));
    case "rotate":
      return Promise.all(task.callers.map((caller) => store.grants.rotate(sampleRotation(task.grantId, caller))));
    case "makeIds":
      return Array.from({ length: task.count }, () => store.nextId(sampleNow));
    case "readClient":
      return (await store.clients.get(task.id)) ?? null;
    case "deleteClient":
      return store.clients.delete(task.id, sampleNow);
    case "insertClient":
      return store.clients.insert(sampleClient({ id: task.id }));
    case "audit":
      return Promise.all(Array.from({ length: task.rows }, () => store.audit.append([sampleAuditEntry()], sampleLink)));
    case "lock":
      lock = new Driver(file);
      return lock.exec("BEGIN EXCLUSIVE").inTransaction;
    case "unlock":
      return lock?.exec("COMMIT").inTransaction;
    case "fill":
      return fill(task.writes);
    case "load":
      await Promise.all(Array.from({ length: 8 }, writeForever));
      return undefined;
    case "close":
      await store.close();
      lock?.close();
      process.disconnect?.();
      return undefined;
  }
}

/** Tries so many writes; returns how they ended, and how many of the acknowledged can be read. */
async function fill(writes: number): Promise<{ acknowledged: number; readable: number; refusals: string[] }> {
  const acknowledged: number[] = [];
  const refusals = new Set<string>();
  for (let write = 0; write < writes; write += 1) {
    const id = store.nextId(sampleNow);
    const insertion = store.grants.insertCode(sampleCode({ id, nonce: "x".repeat(3_000) }));
    await insertion.then(
      () => acknowledged.push(id),
      (error: unknown) => refusals.add(error instanceof Error ? error.constructor.name : String(error)),
    );
  }
  const codes = await Promise.all(acknowledged.map((id) => store.grants.getCode(id)));
  const readable = codes.filter((code) => code !== undefined).length;
  return { acknowledged: acknowledged.length, readable, refusals: [...refusals] };
}

/** Sells grants until somebody kills the process, and says of each when it was acknowledged. */
async function writeForever(): Promise<never> {
  for (;;) {
    const codeId = store.nextId(sampleNow);
    const id = store.nextId(sampleNow);
    await store.grants.insertCode(sampleCode({ id: codeId }));
    await store.grants.redeem(codeId, sampleGrant({ id }));
    writeSync(process.stdout.fd, `${id}\n`);
  }
}

process.on("message", (task: Task) => {
  const answer = (result: unknown): void => {
    if (process.connected) process.send?.({ result });
  };
  run(task).then(answer, (error: unknown) => answer(String(error)));
});
process.send?.({ result: "ready" });
