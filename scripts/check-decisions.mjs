import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { citationsOf } from "./conformance.mjs";
import { problemsOfIndex, problemsOfRecord } from "./decisions.mjs";
import { root } from "./setup.mjs";

const folder = "docs/decisions";
const read = (path) => readFileSync(join(root, path), "utf8");
const records = globSync(`${folder}/[0-9]*.md`, { cwd: root })
  .map((path) => ({ name: basename(path), text: read(path) }))
  .sort((one, other) => one.name.localeCompare(other.name));
const tests = globSync("{apps,packages,tests}/*/{src,test}/**/*.test.ts", { cwd: root });
const citedIds = new Set(tests.flatMap((path) => citationsOf(path, read(path))).map(({ id }) => id));
const isThere = (path) => existsSync(join(root, path));

const problems = [
  ...records.flatMap(({ name, text }) => problemsOfRecord(name, text, { isThere, citedIds })),
  ...problemsOfIndex(read(`${folder}/README.md`), records),
];
for (const line of problems) console.error(`${folder}/${line}`);
process.exitCode = problems.length === 0 && records.length > 0 ? 0 : 1;
