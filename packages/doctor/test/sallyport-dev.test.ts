import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../../apps/sallyport/src/main.ts", import.meta.url));

let dev: ChildProcess;
let mcpUrl: string;

beforeAll(async () => {
  const args = ["dev", "--demo", "--json", "--port", "0", "--admin-port", "0", "--quiet"];
  dev = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  if (dev.stdout === null) throw new Error("the program has no output");
  const [line] = await once(createInterface(dev.stdout), "line");
  mcpUrl = JSON.parse(String(line)).mcpUrl;
}, 30_000);

afterAll(async () => {
  const ended = once(dev, "exit");
  dev.kill();
  await ended;
});

interface Run {
  code: unknown;
  stdout: string;
  stderr: string;
}

/** Runs `sallyport doctor`. */
async function doctor(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [main, "doctor", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const run = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => void (run.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => void (run.stderr += String(chunk)));
  const [code] = await once(child, "close");
  return { code, ...run };
}

interface Described {
  version: number;
  healthy: boolean;
  checks: { id: string; status: string }[];
  clients: { id: string; answer: string }[];
  registered_client?: { client_id: string };
}

function describedBy({ stdout }: Run): Described {
  return JSON.parse(stdout);
}

function idsOf({ checks }: Described, status: string): string[] {
  return checks.filter((check) => check.status === status).map(({ id }) => id);
}

// Each run starts the program, which takes its time on a busy machine.
describe("sallyport doctor at sallyport dev", { timeout: 60_000 }, () => {
  it("finds nothing to say, with somebody signed in", async () => {
    const run = await doctor(mcpUrl, "--json", "--login", "alice@example.com:alice-pass", "--tool", "write_note");
    const report = describedBy(run);
    expect(idsOf(report, "failed")).toEqual([]);
    expect(idsOf(report, "warned")).toEqual([]);
    expect(idsOf(report, "passed")).toEqual(expect.arrayContaining(["refresh-race", "insufficient-scope"]));
    expect(run.code).toBe(0);
    expect(report).toMatchObject({ version: 1, healthy: true, mcp_url: mcpUrl });
    expect(report.registered_client?.client_id).toMatch(/./);
    expect(new Set(report.clients.map(({ answer }) => answer))).toEqual(new Set(["yes", "elsewhere"]));
  });

  it("registers nothing when it may not, and says what it left out", async () => {
    const report = describedBy(await doctor(mcpUrl, "--json", "--no-register"));
    expect(report.registered_client).toBeUndefined();
    expect(idsOf(report, "skipped")).toEqual(expect.arrayContaining(["register-accepted", "refresh-race"]));
    expect(report.healthy).toBe(true);
  });

  it("writes for people without colour where there is no terminal", async () => {
    const { stdout, stderr } = await doctor(mcpUrl, "--no-register");
    expect(stdout).toContain("✓ A request without a token is answered 401");
    expect(stdout).toMatch(/✓ Claude Code +yes/);
    expect(stdout).not.toContain("\u001B");
    expect(stderr).not.toBe("");
  });

  it("tells by its exit code what went wrong", async () => {
    const runs = await Promise.all([
      doctor("not-a-url"),
      doctor(mcpUrl, "--timeout", "0"),
      doctor(mcpUrl, "--redirect-uri", "http://127.0.0.1/callback"),
      doctor("http://127.0.0.1:1/mcp"),
      doctor(new URL("/", mcpUrl).href, "--no-register"),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 3, 1]);
  });
});
