import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { createClients } from "../src/stores/sqlite/clients.ts";
import { openConnection } from "../src/stores/sqlite/connection.ts";
import { createEngine, type Engine } from "../src/stores/sqlite/engine.ts";
import { migrate } from "../src/stores/sqlite/migrate.ts";
import { createUsers } from "../src/stores/sqlite/users.ts";

let folder: string;
let connection: Database;
let engine: Engine;
const prepared: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-lists-"));
  connection = openConnection(join(folder, "test.db"), undefined);
  migrate(connection, "test.db");
  engine = createEngine(connection, { lockDeadlineMs: 1_000, maxQueuedUnits: 10, onCommit: () => undefined });
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((source: string) => {
    prepared.push(source);
    return prepare(source);
  }) as typeof connection.prepare;
});
afterAll(async () => {
  await engine.close();
  connection.close();
  await rm(folder, { recursive: true });
});

/** The plans of the statements that `list` prepares, a line for each step. */
async function plansOf(list: () => Promise<unknown>): Promise<string[]> {
  prepared.length = 0;
  await list();
  const selections = prepared.filter((source) => !source.startsWith("EXPLAIN"));
  expect(selections).not.toEqual([]);
  return selections.flatMap((source) =>
    // No values are needed to make a plan, but the driver wants as many as there are places.
    (connection.prepare(`EXPLAIN QUERY PLAN ${source.replaceAll("?", "1")}`).all() as { detail: string }[]).map(
      ({ detail }) => detail,
    ),
  );
}

const cursorOf = (name: string) => Buffer.from(JSON.stringify([name, 1, 1])).toString("base64url");
const orders = ["asc", "desc"] as const;

describe("a page of a list on SQLite", () => {
  it.each(
    orders.flatMap((order) => [
      { order, sort: "created", filter: {} } as const,
      { order, sort: "name", filter: {} } as const,
      { order, sort: "created", filter: { status: "pending" } } as const,
      { order, sort: "name", filter: { type: "public", provenance: "dynamic" } } as const,
    ]),
  )("of clients by $sort $order, $filter, walks along an index and sorts nothing", async ({ order, sort, filter }) => {
    const clients = createClients(engine);
    const cursor = cursorOf(`${sort} ${order}`);
    const plans = await plansOf(() => clients.list({ limit: 10, sort, order, cursor, ...filter }));
    expect(plans.join("\n")).not.toMatch(/TEMP B-TREE|SCAN (?!.*USING)/);
    expect(plans.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
  });

  it.each(orders)("of people by e-mail address and role, %s, walks along an index and sorts nothing", async (order) => {
    const users = createUsers(engine);
    const cursor = cursorOf(`email ${order}`);
    const plans = await plansOf(() => users.list({ limit: 10, sort: "email", order, role: "owner", cursor }));
    expect(plans.join("\n")).not.toMatch(/TEMP B-TREE|SCAN (?!.*USING)/);
    expect(plans.join("\n")).toContain("users_filtered_email");
  });
});
