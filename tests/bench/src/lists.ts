// What the pages of the admin router's lists cost in a large database, and deleting a client with half of all grants.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openSqliteStore } from "@sallyport/core/stores/sqlite";
import { epochSeconds } from "@sallyport/core/time";
import { basicHeader, createTestProvider, formRequest, type TestProvider } from "@sallyport/fixtures";
import { type AdminDoor, openAdminDoor } from "./admin-door.ts";
import { fill, type Scale } from "./fill.ts";
import { listingsOf } from "./listings.ts";
import { measure, timeOf, type Timing } from "./measure.ts";

const { values } = parseArgs({
  options: {
    clients: { type: "string", default: "100000" },
    grants: { type: "string", default: "1000000" },
    audit: { type: "string", default: "5000000" },
    calls: { type: "string", default: "50" },
    json: { type: "boolean", default: false },
  },
});
const scale: Scale = { clients: Number(values.clients), grants: Number(values.grants), audit: Number(values.audit) };
const calls = Number(values.calls);
const resourceUri = "https://mcp.example/";

interface Measured extends Timing {
  path: string;
  page: string;
  rows: number | undefined;
}

async function measureLists(test: TestProvider, file: string, door: AdminDoor): Promise<Measured[]> {
  const found: Measured[] = [];
  for (const { path, page, input } of listingsOf(file, { clientId: test.bas.id, userId: test.alice.id })) {
    const { items } = await door.query(path, input);
    found.push({ path, page, rows: items.length, ...(await measure(calls, () => door.query(path, input))) });
    progress(`${path} ${page}`);
  }
  const status = await measure(calls, () => door.query("system.status", undefined));
  return [...found, { path: "system.status", page: "", rows: undefined, ...status }];
}

/** Deletes the client that holds half of all grants, and asks for its token as the resource server before and after. */
async function measureDeletion(test: TestProvider, token: string, door: AdminDoor) {
  const clientId = test.bas.id;
  const ask = await createAsker(test, token);
  const before = await ask();
  const impactMs = await timeOf(() => door.query("clients.impact", { clientId }));
  const deleteMs = await timeOf(() => door.mutate("clients.delete", { clientId }));
  return { isActiveBefore: before, isActiveAfter: await ask(), impactMs, deleteMs };
}

async function createAsker({ provider }: TestProvider, token: string): Promise<() => Promise<boolean>> {
  const { client, secret = "" } = await provider.manage.clients.create({
    name: "Resource server",
    type: "confidential",
    redirectUris: ["https://mcp.example/redirect"],
    defaultResource: resourceUri,
  });
  const request = formRequest({ token }, basicHeader(client.id, secret));
  return async () => (await provider.introspect(request)).body?.["active"] === true;
}

/** How long the turns of the cleaner are that free the grants of a deleted client. */
async function measureCleaning({ store, clock }: TestProvider) {
  const turn = { freed: 0, total: 0 };
  const timing = await measure(200, async () => {
    turn.freed = await store.clean(clock.now());
    turn.total += turn.freed;
  });
  return { ...timing, rowsPerTurn: Math.round(turn.total / 200) };
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

function describeMachine(file: string): string {
  const load = loadavg().map((one) => one.toFixed(1));
  const gibibytes = (statSync(file).size / 2 ** 30).toFixed(1);
  return `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model}, load ${load.join(" ")}, database ${gibibytes} GiB`;
}

function print(result: Result): void {
  for (const { path, page, rows, median, p95, cpu } of result.lists) {
    const figures = [median, p95, cpu].map((one) => one.toFixed(1).padStart(8)).join("");
    console.log(`${path.padEnd(20)} ${page.padEnd(28)} ${String(rows ?? "").padStart(4)} rows ${figures}`);
  }
  const { deletion, cleaning } = result;
  console.log(`delete a client with ${scale.grants} grants: ${deletion.deleteMs.toFixed(1)} ms`);
  console.log(`its token is active: ${deletion.isActiveBefore} before, ${deletion.isActiveAfter} after`);
  console.log(`what it would end (clients.impact): ${deletion.impactMs.toFixed(1)} ms`);
  console.log(
    `turns of the cleaner: ${cleaning.median.toFixed(1)} ms median, ${cleaning.p95.toFixed(1)} ms p95, ${cleaning.cpu.toFixed(1)} ms CPU`,
  );
  console.log(result.machine);
}

type Result = Awaited<ReturnType<typeof run>>;

async function run(folder: string) {
  const file = join(folder, "lists.db");
  const store = await openSqliteStore({ file, leaseRowIdsAt: epochSeconds(1_800_000_000) });
  const test = await createTestProvider({ store });
  await test.provider.manage.resources.create({ uri: resourceUri, scopes: [] });
  const token = await fill(test, file, { scale, progress });
  const door = await openAdminDoor(test);
  const lists = await measureLists(test, file, door);
  const machine = describeMachine(file);
  const deletion = await measureDeletion(test, token, door);
  const cleaning = await measureCleaning(test);
  door.close();
  await store.close();
  return { scale, machine, lists, deletion, cleaning };
}

const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
try {
  const result = await run(folder);
  if (values.json) console.log(JSON.stringify(result, undefined, 2));
  else print(result);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
