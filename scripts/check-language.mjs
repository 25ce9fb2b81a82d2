import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { idiomsIn } from "./language/idioms.mjs";
import { textsOfPage, textsOfSource } from "./language/texts.mjs";
import { repeatedTypes } from "./language/type-names.mjs";
import { root } from "./setup.mjs";
import { workspaceSources } from "./sources.mjs";

// Words (cspell, see cspell.json), idioms in texts that users see, and names of types that a package has twice.

/** Generated from the titles of the tests. */
const generated = ["docs/conformance.md"];
/** Names the phrases that it warns of. */
const namesThem = ["docs/GLOSSARY.md"];
/** Sources whose texts are still to be rewritten: take a folder away when its texts pass. Nothing may be added. */
const notYet = [
  "apps/console/src/",
  "apps/sallyport/src/",
  "packages/core/src/",
  "packages/doctor/src/",
  "packages/http/src/",
  "packages/importers/src/",
  "packages/resource/README.md",
  "packages/test-kit/README.md",
  "docs/clients.md",
];
/** Types that are still to be renamed. Nothing may be added. */
const repeatedStill = ["apps/sallyport: ExplainedPlan", "apps/sallyport: Wish", "packages/core: Seen"];

const read = (path) => readFileSync(join(root, path), "utf8");
const isProduct = ({ path }) => /^(apps|packages)\/[^/]+\/src\//.test(path) && !path.endsWith(".test.ts");
const sources = workspaceSources().filter(isProduct);
const pages = globSync(["*.md", "docs/**/*.md", "packages/*/README.md", "apps/*/README.md"], { cwd: root })
  .filter((path) => ![...generated, ...namesThem].includes(path))
  .sort();
const texts = [
  ...pages.flatMap((path) => textsOfPage(read(path)).map((one) => ({ path, ...one }))),
  ...sources.flatMap(({ path, text }) => textsOfSource(path, text).map((one) => ({ path, ...one }))),
];
const problems = [
  ...texts
    .filter(({ path }) => !notYet.some((place) => path.startsWith(place)))
    .flatMap(({ path, line, text }) =>
      idiomsIn(text).map(({ phrase, instead }) => `${path}:${line}: "${phrase}": write: ${instead}`),
    ),
  ...repeatedTypes(sources).filter((line) => !repeatedStill.some((one) => line.startsWith(`${one} `))),
];
for (const problem of problems) console.error(problem);

const cache = ["--cache", "--cache-strategy", "content", "--cache-location", "node_modules/.cache/cspell"];
const spelling = spawnSync(
  process.execPath,
  [join(root, "node_modules/cspell/bin.mjs"), "lint", "--no-progress", "--no-summary", ...cache],
  { cwd: root, encoding: "utf8" },
);
console.error(spelling.stdout + spelling.stderr);
process.exitCode = problems.length === 0 && spelling.status === 0 ? 0 : 1;
