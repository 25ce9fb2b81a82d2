import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild } from "./child.ts";
import { type Check, readChecks, toolPath } from "./conformance-tool.ts";

/** What each scenario has checked, by its name; what it merely noted is left out. */
export type ScenarioChecks = Readonly<Record<string, readonly Check[]>>;

export interface ServerRun {
  /** The MCP endpoint. */
  readonly url: string;
  /** Of the MCP specification: every scenario for it is run. */
  readonly revision: string;
}

/** Runs the `server` command of the official conformance tool. */
export async function runServerScenarios({ url, revision }: ServerRun): Promise<ScenarioChecks> {
  const folder = await mkdtemp(join(tmpdir(), "server-scenarios-"));
  const args = ["server", "--url", url, "--suite", "all", "--spec-version", revision, "-o", folder];
  try {
    await using child = startChild({ args: [toolPath, ...args], deadlineMs: 60_000 });
    const { stdout, stderr } = await child.end();
    const runs = await readdir(folder);
    // It fails also when a server does not pass; when it has run nothing, it says why.
    if (runs.length === 0) throw new Error(`the tool ran no scenario: ${stdout}${stderr}`);
    const entries = runs.map(async (run) => [scenarioOf(run), await readOutcomes(join(folder, run))] as const);
    return Object.fromEntries(await Promise.all(entries));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `server-ping-2026-02-03T04-05-06-789Z` is of the scenario `ping`. */
function scenarioOf(run: string): string {
  return run.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, "");
}

async function readOutcomes(folder: string): Promise<Check[]> {
  const checks = await readChecks(folder);
  return checks.filter(({ status }) => status !== "INFO");
}
