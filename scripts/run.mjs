import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureConsole } from "./console.mjs";
import { ensureDocs } from "./docs.mjs";
import { ensureBrowsers } from "./ensure-browsers.mjs";
import { ensureInstalled, fail, projectEnvironment, runNode, say } from "./setup.mjs";

// What stands behind the npm scripts. Plain JavaScript for Node 18 and later.

const program = "apps/sallyport/src/main.ts";

const commands = {
  start: (args) => runProgram(["dev", ...args]),
  sallyport: runProgram,
  "build-binary": (args) => runNode(["apps/sallyport/release/build-binary.mjs", ...args]),
  check: (args) => runNode(["scripts/check.mjs", ...args]),
  "conformance-doc": (args) => runNode(["scripts/conformance-doc.mjs", ...args]),
  fix: (args) => runNode(["scripts/fix.mjs", ...args]),
  test,
  "test-quick": testQuick,
};

/** The commands that have a console. */
const servers = ["dev", "serve"];

function runProgram(args) {
  if (servers.includes(args[0])) ensureConsole();
  if (args[0] === "docs") ensureDocs();
  return runNode([program, ...args], { followParent: true });
}

/** Checks, then tests. `args` filter the tests; `--no-check` leaves the check out. */
async function test(args) {
  const filters = args.filter((arg) => arg !== "--no-check");
  const checked = args.includes("--no-check") ? 0 : await runNode(["scripts/check.mjs"]);
  const env = { ...projectEnvironment(), ...(wantsBrowsers(filters) ? ensureBrowsers() : {}) };
  ensureConsole();
  if (wantsDocs(filters)) ensureDocs();
  const { code, counts } = await runVitest(filters, env);
  if (checked !== 0) say("The check failed: its reasons stand above the tests.");
  process.stdout.write(`${counts}\n`);
  return checked || code;
}

/** For every save: types, lint and the unit tests at the same time. `args` filter the tests. */
async function testQuick(args) {
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--reporter=dot", ...args];
  const codes = await Promise.all([runNode(["scripts/check.mjs", "types", "lint"]), runNode(vitest)]);
  return codes.find((code) => code !== 0) ?? 0;
}

/** Browser tests live in tests/conformance, and one in packages/test-kit. */
function wantsBrowsers(filters) {
  return filters.length === 0 || filters.some((filter) => /conformance|browser|firefox|packed|test-kit/.test(filter));
}

/** The tests of the site look at what was built. */
function wantsDocs(filters) {
  return filters.length === 0 || filters.some((filter) => /docs/.test(filter));
}

async function runVitest(filters, env) {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-test-"));
  const report = join(folder, "report.json");
  try {
    const code = await runNode(
      [
        "node_modules/vitest/vitest.mjs",
        "run",
        ...(filters.length === 0 ? ["--passWithNoTests"] : []),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...filters,
      ],
      { env },
    );
    return { code, counts: countsOf(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `N passed, N failed` and, if there are any, `, N skipped`. A file that does not load is one failure. */
function countsOf(report) {
  const result = readReport(report);
  if (!result) return "0 passed, 1 failed";
  const unloaded = result.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  ).length;
  const skipped = result.numPendingTests + result.numTodoTests;
  const counts = `${result.numPassedTests} passed, ${result.numFailedTests + unloaded} failed`;
  return skipped > 0 ? `${counts}, ${skipped} skipped` : counts;
}

function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined;
  }
}

const [name = "", ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) fail(`Usage: node scripts/run.mjs ${Object.keys(commands).join(" | ")} [arguments]`);
ensureInstalled();
process.exitCode = await command(args);
