// What a row of the audit trail costs: CPU of the main thread, written 16 to a commit as a busy server does.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { AuditEntry, AuditLink, Store } from "@sallyport/core/stores/port";
import { openSqliteStore } from "@sallyport/core/stores/sqlite";
import { epochSeconds } from "@sallyport/core/time";
import { createTestProvider, getTokens } from "@sallyport/fixtures";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "200000" },
    "per-commit": { type: "string", default: "16" },
    parties: { type: "string", default: "100000" },
  },
});
const [rows, perCommit, parties] = [Number(values.rows), Number(values["per-commit"]), Number(values.parties)];
const rounds = 5;

/** The rows of one flow, and what links them, as the provider hands them to the store. */
async function recordFlow(store: Store): Promise<{ entries: readonly AuditEntry[]; link: AuditLink }> {
  const entries: AuditEntry[] = [];
  let known: AuditLink | undefined;
  const append: Store["audit"]["append"] = (given, link) => {
    entries.push(...given);
    known = link;
    return store.audit.append(given, link);
  };
  const test = await createTestProvider({ store: { ...store, audit: { ...store.audit, append } } });
  await test.provider.flush();
  entries.length = 0;
  await getTokens(test, test.bas);
  await test.provider.flush();
  if (known === undefined) throw new Error("nothing was written down");
  return { entries, link: known };
}

/** The `number`th row of many flows of many people: each flow has an id, each request too. */
function variant(entries: readonly AuditEntry[], number: number): AuditEntry {
  const entry = entries[number % entries.length];
  if (entry === undefined) throw new Error("the flow left no rows");
  const flow = Math.floor(number / entries.length);
  const party = (flow * 7919) % parties;
  return {
    ...entry,
    userId: `user-${party}-0123456789abcdef`,
    clientId: `client-${party % 1_000}-0123456789`,
    flowId: `flow-${flow}-${(flow * 2_654_435_761) % 4_294_967_296}`,
    requestId: `${(1_800_000_000 + number).toString(36)}-0123456789abcd`,
    address: "192.0.2.1",
  };
}

const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
try {
  const file = join(folder, "audit.db");
  const store = await openSqliteStore({ file, leaseRowIdsAt: epochSeconds(1_800_000_000) });
  const { entries, link } = await recordFlow(store);
  console.log(`a flow writes ${entries.length} rows: ${entries.map(({ type }) => type).join(", ")}`);
  let number = 0;
  for (let round = 1; round <= rounds; round += 1) {
    let [main, whole] = [0, 0];
    for (let written = 0; written < rows / rounds; written += perCommit) {
      const batch = Array.from({ length: perCommit }, () => variant(entries, number++));
      const [before, beforeAll] = [process.threadCpuUsage(), process.cpuUsage()];
      await store.audit.append(batch, link);
      const [after, afterAll] = [process.threadCpuUsage(before), process.cpuUsage(beforeAll)];
      main += after.user + after.system;
      whole += afterAll.user + afterAll.system;
    }
    const each = (micros: number): string => (micros / (rows / rounds)).toFixed(1);
    console.log(`at ${number} rows: ${each(main)} us main thread, ${each(whole)} us process, for each row`);
  }
  await store.close();
  console.log(`${Math.round(statSync(file).size / number)} bytes for each row`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
