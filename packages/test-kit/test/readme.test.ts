import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { startTestServer } from "../src/index.ts";

vi.setConfig({ testTimeout: 30_000 });

const packageFolder = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(packageFolder, path), "utf8");
const readme = read("README.md");

it("shows the examples as they are, and links to what there is", () => {
  const blocks = [...readme.matchAll(/^\[`(examples\/[^`]+)`\]\(\1\):\n\n```\w+\n(.*?)```/gms)];
  expect(blocks.map(([, path]) => path)).toEqual([
    "examples/vitest/notes-server.test.ts",
    "examples/node-test/client.test.ts",
    "examples/jest/token-keeper.test.ts",
    "examples/jest/jest.config.mjs",
    "examples/playwright/sign-in.spec.ts",
    "examples/playwright/playwright.config.ts",
    "examples/service/userinfo.test.ts",
    "examples/github-actions/tests.yml",
    "examples/docker-compose/compose.yaml",
    "examples/curl/control.sh",
    "examples/python/test_control.py",
  ]);
  for (const [, path = "", code] of blocks) expect(code).toBe(read(path));
  const linked = [...readme.matchAll(/\]\((examples\/[^)]+)\)/g)].map(([, path = ""]) => path);
  expect(linked.filter((path) => !existsSync(join(packageFolder, path)))).toEqual([]);
});

it("has a row for every fault", async () => {
  const [, section = ""] = /^## Faults\n(.*?)^## /ms.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = ""]) => name);
  await using server = await startTestServer();
  expect(rows.sort()).toEqual((await server.faults.known()).map(({ name }) => name).sort());
});

it("has a row for every member of the server", async () => {
  const [, section = ""] = /^## The server\n(.*?)^A person /ms.exec(readme) ?? [];
  const rows = [...section.matchAll(/^\| (.*?) \|/gm)].map(([, names = ""]) => names);
  const named = rows.flatMap((names) => [...names.matchAll(/`(\w+)/g)].map(([, name = ""]) => name));
  await using server = await startTestServer();
  expect(named.sort()).toEqual(Object.keys(server).sort());
});
