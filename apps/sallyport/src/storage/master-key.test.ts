import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openMemoryStore } from "@sallyport/core/stores/memory";
import { createTestProvider } from "@sallyport/fixtures";
import { describe, expect, it } from "vitest";
import { loadMasterKey } from "./master-key.ts";
import { openFolder } from "../../test/program.ts";

const strong = "kQ3v9Zt1xW7mBf5LrJ2yHn8pCd4sGa6e";

describe("the master key", () => {
  it("[seed:D172] is made at the first start, for its owner's eyes only", async () => {
    using folder = openFolder();
    const file = join(folder.path, "x.db");
    const key = await loadMasterKey({}, { kind: "sqlite", file }, openMemoryStore());
    expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${file}.key`, "utf8").trim()).toBe(key.reveal());
    expect(key.reveal()).toMatch(/^[\w-]{43}$/);
    expect((await loadMasterKey({}, { kind: "sqlite", file }, openMemoryStore())).reveal()).toBe(key.reveal());
  });

  it("is one key when many start at once, and leaves nothing behind", async () => {
    using folder = openFolder();
    const address = { kind: "sqlite", file: join(folder.path, "x.db") } as const;
    const keys = await Promise.all(Array.from({ length: 8 }, () => loadMasterKey({}, address, openMemoryStore())));
    expect(new Set(keys.map((key) => key.reveal())).size).toBe(1);
    expect(readdirSync(folder.path)).toEqual(["x.db.key"]);
  });

  it.each([
    "short",
    "your_secret_key_here_your_secret_key_here",
    "change-this-to-something-long-and-random",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "0123456789abcdef0123456789abcdef",
  ])("[seed:D172 seed:C39] is refused when anybody could guess it: %s", async (masterKey) => {
    const refused = loadMasterKey({ masterKey }, { kind: "memory" }, openMemoryStore());
    await expect(refused).rejects.toMatchObject({ exitCode: 2, field: "masterKey" });
  });

  it("is taken as given when it is strong", async () => {
    expect((await loadMasterKey({ masterKey: strong }, { kind: "memory" }, openMemoryStore())).reveal()).toBe(strong);
  });

  it("[fault:F40] is refused when others can read its file", async () => {
    using folder = openFolder();
    const masterKeyFile = join(folder.path, "key");
    writeFileSync(masterKeyFile, strong);
    chmodSync(masterKeyFile, 0o644);
    const refused = loadMasterKey({ masterKeyFile }, { kind: "memory" }, openMemoryStore());
    await expect(refused).rejects.toMatchObject({ code: "master_key_exposed" });
  });

  it("[fault:F24] is never made anew for a database that has signing keys", async () => {
    using folder = openFolder();
    const store = openMemoryStore();
    await createTestProvider({ store });
    const refused = loadMasterKey({}, { kind: "sqlite", file: join(folder.path, "x.db") }, store);
    await expect(refused).rejects.toMatchObject({ code: "master_key_missing" });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
