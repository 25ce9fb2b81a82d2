import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { compile } from "../src/blocks/compile.ts";
import { linkPackages } from "../src/blocks/packages.ts";
import { readPage } from "../src/blocks/page.ts";
import { docstringsOf } from "../src/blocks/docstrings.ts";

const manifest = z.object({ exports: z.record(z.string(), z.string()) });

const exported = ["client", "resource", "test-kit"].flatMap((name) => {
  const folder = join("packages", name);
  const { exports } = manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  return Object.entries(exports).flatMap(([entry, file]) =>
    [...docstringsOf(join(folder, file))].map(([symbol, text]) => ({
      page: join("examples", name, entry, symbol),
      text,
    })),
  );
});

const pages = exported.map(({ page, text }) => readPage(page, text));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sallyport-examples-"));
  writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
  linkPackages(root);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("the exports of the public packages", { timeout: 100_000 }, () => {
  it("have an example each", () => {
    expect(exported.length).toBeGreaterThan(90);
    expect(exported.filter(({ text }) => !/^@example\n```tsx?\n/m.test(text)).map(({ page }) => page)).toEqual([]);
  });

  it("have examples that compile", async () => {
    expect(pages.flatMap(({ problems }) => problems)).toEqual([]);
    expect(await compile(pages, root)).toEqual([]);
  });
});
