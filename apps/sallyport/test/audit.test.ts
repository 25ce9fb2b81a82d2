import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callHere, openFolder, type Outcome } from "./program.ts";

let folder: ReturnType<typeof openFolder>;
let file: string;

beforeEach(async () => {
  folder = openFolder();
  file = join(folder.path, "x.db");
  for (const name of ["One", "Two", "Three"]) {
    await run("clients", "create", "--name", name, "--redirect-uri", "https://agent.example/cb");
  }
});
afterEach(() => folder[Symbol.dispose]());

const run = (...args: string[]): Promise<Outcome> => callHere(args, { SALLYPORT_DATABASE: `sqlite:${file}` });

async function runJson(...args: string[]): Promise<unknown> {
  const { stdout } = await run(...args, "--json");
  return JSON.parse(stdout);
}

/** What somebody does who can write the database. */
function tamper(sql: string): void {
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
}

describe("[seed:D174] sallyport audit", () => {
  it("lists what commands did, newest first", async () => {
    const rows = await runJson("audit", "list", "--limit", "2");
    expect(rows).toMatchObject([
      { sequence: 3, type: "client.registered", actorKind: "command_line", details: { provenance: "preregistered" } },
      { sequence: 2 },
    ]);
    const { stdout } = await run("audit", "list", "--type", "client.registered");
    expect(stdout).toMatch(/SEQUENCE +TIME +TYPE/);
    expect(stdout).toContain("command line");
  });

  it("filters, and says when there is nothing", async () => {
    const [{ clientId = "" } = {}] = (await runJson("audit", "list", "--limit", "1")) as { clientId?: string }[];
    await run("clients", "disable", clientId);
    const types = ((await runJson("audit", "list", "--client", clientId)) as { type: string }[]).map(
      ({ type }) => type,
    );
    expect(types).toEqual(["client.status_set", "client.registered"]);
    expect((await run("audit", "list", "--until", "2020-01-01")).stdout).toBe("No events found.\n");
    expect(await run("audit", "list", "--from", "yesterday")).toMatchObject({ code: 2 });
    expect(await run("audit", "list", "--error", "err_00000000")).toMatchObject({ code: 1 });
  });

  it("exports JSON Lines, oldest first, with what verify needs", async () => {
    const { stdout } = await run("audit", "export");
    const rows = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { sequence: number; hash: string; at: string });
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(rows[0]?.hash).toMatch(/^[\w-]{43}$/);
    expect((await run("audit", "export", "--until", "2020-01-01")).stdout).toBe("");
  });

  it("verifies the trail, and an end of it that was noted before", async () => {
    const { head } = (await runJson("audit", "verify")) as { head: string };
    expect(head).toMatch(/^3:/);
    await run("clients", "create", "--name", "Four", "--redirect-uri", "https://agent.example/cb");
    expect(await runJson("audit", "verify", "--head", head)).toMatchObject({ ok: true, rows: 4 });
  });

  it.each([
    ["changed", "update audit_events set client_id = 'client_x' where sequence = 2", /row 2 was changed/],
    ["removed", "delete from audit_events where sequence = 2", /row 2 is missing/],
    ["cut off at the beginning", "delete from audit_events where sequence = 1", /row 1 is missing/],
  ])("says where rows were %s, and fails", async (_what, sql, words) => {
    tamper(sql);
    const { code, stderr } = await run("audit", "verify");
    expect(code).toBe(1);
    expect(stderr).toMatch(words);
    expect(await runJson("audit", "verify")).toMatchObject({ error: { code: "audit_broken" } });
  });

  it("finds rows that were cut off at the end by a head that was noted", async () => {
    const { head } = (await runJson("audit", "verify")) as { head: string };
    tamper("delete from audit_events where sequence = 3");
    expect(await run("audit", "verify")).toMatchObject({ code: 0 });
    expect(await run("audit", "verify", "--head", head)).toMatchObject({ code: 1 });
  });

  it("refuses changes and checks under another master key, and changes nothing", async () => {
    tamper(
      "insert into signing_keys select 1, 'k', 'ES256', '{}', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 0, 0, null",
    );
    const before = await runJson("audit", "list");
    const wrong = await run("clients", "create", "--name", "Five", "--redirect-uri", "https://agent.example/cb");
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.stderr).toMatch(/master key/);
    expect(await runJson("audit", "list")).toEqual(before);
    expect(await runJson("clients", "list")).toHaveLength(3);
  });

  it("needs no master key to read, and one to verify", async () => {
    tamper(`insert into signing_keys select 1, 'k', 'ES256', '{}', '${"A".repeat(44)}', 0, 0, null`);
    rmSync(`${file}.key`);
    expect(await run("audit", "list")).toMatchObject({ code: 0 });
    expect(await run("audit", "verify")).toMatchObject({ code: 1, stderr: expect.stringMatching(/master key/) });
  });
});
