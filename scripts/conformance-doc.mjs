import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { citationsOf, parseSpec, problemsOf, renderDoc } from "./conformance.mjs";
import { root } from "./setup.mjs";
import { workspaceSources } from "./sources.mjs";

// Writes docs/conformance.md: which test proves which behaviour of SPEC.md.
//   --check        writes nothing, and fails if the document is not what would be written
//   --require-all  fails if a behaviour is cited by no test

const specFile = "tests/conformance/SPEC.md";
const docFile = "docs/conformance.md";
const flags = new Set(process.argv.slice(2));

const spec = parseSpec(readFileSync(join(root, specFile), "utf8"));
// The contract of the stores is run by a test file for each of them.
const isTest = ({ path }) => path.endsWith(".test.ts") || path.startsWith("tests/fixtures/src/store-contract");
const tests = workspaceSources().filter(isTest);
const citations = tests.flatMap(({ path, text }) => citationsOf(path, text));
const doc = renderDoc(spec, citations);

const problems = problemsOf(spec, citations, { requireAll: flags.has("--require-all") });
if (flags.has("--check")) {
  const target = join(root, docFile);
  const current = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (current !== doc) problems.push(`${docFile} is stale: run \`npm run conformance-doc\``);
} else {
  writeFileSync(join(root, docFile), doc);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
