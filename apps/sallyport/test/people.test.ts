import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callHere, openFolder, type Outcome } from "./program.ts";

let folder: ReturnType<typeof openFolder>;
let database: string;

beforeEach(async () => {
  folder = openFolder();
  database = `sqlite:${join(folder.path, "x.db")}`;
  await run("users", "create", "--email", "eve@example.com", "--password", "long enough", "--role", "owner");
  await run("users", "create", "--email", "bob@example.com", "--password", "long enough", "--name", "Bob");
});
afterEach(() => folder[Symbol.dispose]());

const run = (...args: string[]): Promise<Outcome> => callHere(args, { SALLYPORT_DATABASE: database });

async function runJson(...args: string[]): Promise<unknown> {
  return JSON.parse((await run(...args, "--json")).stdout);
}

describe("people on the command line", () => {
  it("are listed and shown, by id or e-mail address", async () => {
    expect(await runJson("users", "list")).toMatchObject([{ email: "bob@example.com" }, { email: "eve@example.com" }]);
    expect(await runJson("users", "list", "--role", "owner")).toMatchObject([{ email: "eve@example.com" }]);
    expect(await runJson("users", "list", "--search", "bo")).toMatchObject([{ name: "Bob" }]);
    expect((await run("users", "list")).stdout).toMatch(/^ID +EMAIL/);
    const bob = (await runJson("users", "get", "BOB@example.com")) as { id: string };
    expect(bob).toMatchObject({ role: "user", status: "active", session_count: 0, consent_count: 0 });
    expect(await runJson("users", "get", bob.id)).toEqual(bob);
    expect(JSON.stringify(bob)).not.toContain("argon2");
    expect(await run("users", "get", "nobody")).toMatchObject({ code: 1 });
  });

  it("are switched off and on, signed out, and given a password", async () => {
    const status = async () => ((await runJson("users", "get", "bob@example.com")) as { status: string }).status;
    expect(await run("users", "disable", "bob@example.com")).toMatchObject({ code: 0 });
    expect(await status()).toBe("disabled");
    expect(await run("users", "enable", "bob@example.com")).toMatchObject({ code: 0 });
    expect(await status()).toBe("active");
    expect(await run("users", "sign-out", "bob@example.com")).toMatchObject({ code: 0 });
    const set = (password: string) => run("users", "set-password", "bob@example.com", "--password", password);
    expect((await set("another one")).stdout).toContain("new password");
    expect(await set("short")).toMatchObject({ code: 2 });
    expect(await run("users", "set-password", "bob@example.com")).toMatchObject({ code: 2 });
  });

  it("[asvs:6.4.6] get a link to choose a password, once a server was started", async () => {
    const refused = await run("users", "reset-password", "bob@example.com");
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain("start a server on this database first");
  });

  it("are erased, but not the last owner", async () => {
    expect(await run("users", "erase", "bob@example.com")).toMatchObject({ code: 0 });
    expect(await run("users", "get", "bob@example.com")).toMatchObject({ code: 1 });
    for (const verb of ["erase", "disable"]) {
      const refused = await run("users", verb, "eve@example.com");
      expect(refused).toMatchObject({ code: 1, stdout: "" });
      expect(refused.stderr).toContain("last one");
    }
  });

  it("says that it knows no such token", async () => {
    for (const verb of ["inspect", "revoke"]) {
      const refused = await run("tokens", verb, "sp_rt_unknown", "--json");
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "not_found" } });
    }
  });
});
