import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callHere, openFolder, type Outcome } from "./program.ts";

let folder: ReturnType<typeof openFolder>;

beforeEach(async () => {
  folder = openFolder();
  await run("users", "create", "--email", "ops@example.com", "--password", "long enough", "--role", "operator");
});
afterEach(() => folder[Symbol.dispose]());

const run = (...args: string[]): Promise<Outcome> =>
  callHere(args, { SALLYPORT_DATABASE: `sqlite:${join(folder.path, "x.db")}` });

const create = ["api-keys", "create", "--for", "ops@example.com", "--name", "deploy"];

describe("api-keys", () => {
  it("are made for a person, listed without the key, and revoked once", async () => {
    const made = await run(...create, "--role", "operator", "--json");
    const { id, api_key: key, ...rest } = JSON.parse(made.stdout) as Record<string, unknown>;
    expect(key).toMatch(/^sp_ak_/);
    expect(rest).toMatchObject({ name: "deploy", role: "operator" });
    expect(Number(rest["expires_at"]) - Number(rest["created_at"])).toBe(90 * 86_400);
    const listed = await run("api-keys", "list");
    expect(listed.stdout).toMatch(new RegExp(`${String(id)}  deploy  operator  user_.*  never`));
    expect(listed.stdout).not.toContain("sp_ak_");
    expect((await run("api-keys", "revoke", String(id))).code).toBe(0);
    expect((await run("api-keys", "revoke", String(id))).code).toBe(1);
    expect((await run("api-keys", "list")).stdout).toBe("No API keys found.\n");
  });

  it("say for how long they are good, and how they are ended", async () => {
    const { stdout } = await run(...create, "--valid", "1h");
    expect(stdout).toMatch(/with the role viewer, valid until \d{4}-\d\d-\d\dT/);
    expect(stdout).toMatch(/api-keys revoke key_[\w-]+\n$/);
  });

  it.each([
    [["--role", "owner"], 1, "forbidden"],
    [["--role", "user"], 2, "usage"],
    [["--valid", "367d"], 2, "invalid_input"],
    [["--for", "nobody@example.com"], 1, "not_found"],
  ])("are not made with %j", async (wrong, code, name) => {
    const outcome = await run(...create, ...wrong, "--json");
    expect(outcome.code).toBe(code);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: name } });
    expect((await run("api-keys", "list")).stdout).toBe("No API keys found.\n");
  });
});
