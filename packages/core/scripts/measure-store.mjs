// CPU per code exchange and refresh on SQLite: node scripts/measure-store.mjs [file] [flows] [in flight]
import { rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sampleClient, sampleCode, sampleGrant, sampleNow, sampleRotation } from "@sallyport/fixtures/store-samples";
import { hashSecret } from "../src/secret.ts";
import { openSqliteStore } from "../src/stores/sqlite/index.ts";

const [file = join(tmpdir(), "sallyport-measure.db"), flows = "20000", inFlight = "16"] = process.argv.slice(2);
for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true });
const store = await openSqliteStore({ file, leaseRowIdsAt: sampleNow });
await store.clients.insert(sampleClient());
const people = Array.from({ length: 5_000 }, (_, index) => hashSecret(`user ${index}`));

/** Runs `work` for each number below `total`, a fixed number at a time. */
async function measure(name, total, work) {
  let next = 0;
  const latencies = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const worker = async () => {
    while (next < total) {
      const began = performance.now();
      await work(next++);
      latencies.push(performance.now() - began);
    }
  };
  delay.enable();
  const cpu = process.threadCpuUsage();
  const wholeCpu = process.cpuUsage();
  const began = performance.now();
  await Promise.all(Array.from({ length: Number(inFlight) }, worker));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.threadCpuUsage(cpu);
  const whole = process.cpuUsage(wholeCpu);
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(2);
  console.log(
    `${name.padEnd(22)} ${((user + system) / total).toFixed(1).padStart(7)} us main thread, ` +
      `${((whole.user + whole.system) / total).toFixed(1).padStart(7)} us process, ` +
      `${Math.round(total / seconds)}/s, p50 ${at(0.5)} p99 ${at(0.99)} ms, loop max ${(delay.max / 1e6).toFixed(1)} ms`,
  );
}

const codes = [];
const grants = [];
const total = Number(flows);
await measure("insertCode", total, async (index) => {
  const id = store.nextId(sampleNow);
  codes.push(id);
  await store.grants.insertCode(sampleCode({ id, userId: people[index % people.length] }));
});
await measure("getCode + redeem", total, async (index) => {
  const code = await store.grants.getCode(codes[index]);
  const id = store.nextId(sampleNow);
  grants.push(id);
  await store.grants.redeem(code.id, sampleGrant({ id, userId: code.userId }));
});
await measure("get + rotate", total, async (index) => {
  const { id } = await store.grants.get(grants[index]);
  await store.grants.rotate(sampleRotation(id, "next"));
});
await measure("get (grant)", total, (index) => store.grants.get(grants[index]));
await measure("get (cached client)", total, () => store.clients.get("client-1"));
await measure("counts", 10, () => store.system.counts());
const bytes = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
console.log(
  `database and log ${(bytes / total).toFixed(0)} bytes per flow, RSS ${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB`,
);
await store.close();
console.log(`closed database ${(statSync(file).size / total).toFixed(0)} bytes per flow (one code and one grant)`);
