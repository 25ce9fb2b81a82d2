import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { type Packed, packPackage } from "@sallyport/packed";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

const native = ["@cf-wasm/photon", "@node-rs/argon2", "@node-rs/bcrypt", "better-sqlite3"];
const program = "node_modules/.bin/sallyport";

let packed: Packed;
beforeAll(() => {
  packed = packPackage(dirname(dirname(import.meta.dirname)), { dependencies: native });
});
afterAll(() => packed[Symbol.dispose]());

interface Ready {
  issuer: string;
  adminUrl: string;
  accessToken: string;
}

/** Starts the program in the project of others, and ends it when `work` is done. */
async function withDev(work: (ready: Ready) => Promise<void>): Promise<void> {
  const args = ["dev", "--json", "--quiet", "--port", "0", "--database", "sqlite:./dev.db"];
  const child = spawn(program, args, { cwd: packed.folder, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  try {
    const [line] = await Promise.race([once(createInterface(child.stdout), "line"), closed]);
    await work(JSON.parse(String(line)));
  } finally {
    child.kill();
    await closed;
  }
}

describe("the packed program", () => {
  it("depends on the packages that bring something native, and on nothing else", () => {
    const { dependencies } = packed.manifest;
    expect(Object.keys(dependencies)).toEqual(native);
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(version))).toBe(true);
  });

  it("holds the bundle, the console and the documentation", () => {
    const expected =
      /^package\/(package\.json|README\.md|LICENSE|dist\/([\w-]+\.js|dev\.d\.ts|commit|(console|docs)\/[\w./@-]+))$/;
    expect(packed.files.filter((file) => !expected.test(file))).toEqual([]);
    for (const folder of ["console", "docs"]) expect(packed.files).toContain(`package/dist/${folder}/index.html`);
  });

  it("passes publint", async () => {
    expect(await packed.lint()).toEqual([]);
  });

  it("says which version it is", () => {
    const version: unknown = JSON.parse(packed.run(program, ["--version", "--json"]));
    expect(version).toMatchObject({ version: packed.manifest.version, node: process.versions.node });
  });

  it("starts where there is nothing else, with SQLite, passwords and the console", async () => {
    await withDev(async ({ issuer, adminUrl, accessToken }) => {
      const headers = { authorization: `Bearer ${accessToken}` };
      const person = await fetch(`${issuer}/oauth/provider/userinfo`, { headers });
      expect(await person.json()).toMatchObject({ email: "alice@example.com" });
      const page = await (await fetch(adminUrl, { headers: { accept: "text/html" } })).text();
      const script = /src="(\/assets\/[^"]+)"/.exec(page)?.[1] ?? "";
      expect((await fetch(adminUrl + script)).headers.get("content-type")).toContain("javascript");
    });
  });
});
