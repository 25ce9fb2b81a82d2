import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { startChild } from "./child.ts";
import { freePort } from "@sallyport/fixtures/free-port";
import type { Registered } from "./mcp-app.ts";
import type { Person } from "./browser-person.ts";

const manifest = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json");
export const toolPath = join(dirname(manifest), "dist/index.js");

const check = z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() });
export type Check = z.infer<typeof check>;

export interface ToolRun {
  readonly issuer: string;
  readonly client: Registered;
  readonly resource?: string | undefined;
  /** Who opens the URL that the tool prints. */
  readonly person: Person;
}

/** Runs the `authorization` command of the official conformance tool, and reads what it has found. */
export async function runConformanceTool({ issuer, client, resource, person }: ToolRun): Promise<readonly Check[]> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "conformance-tool-"));
  const { client_id: id, client_secret: secret } = client;
  const args = ["--url", issuer, "--client-id", id, "-p", String(port), "-o", folder];
  if (secret !== undefined) args.push("--client-secret", secret);
  if (resource !== undefined) args.push("--resource", resource);
  try {
    await using child = startChild({ args: [toolPath, "authorization", ...args] });
    const url = await child.line((line) => /^https?:\/\/\S+[?&]response_type=code\S*$/.exec(line)?.[0]);
    await fetch(await person.authorize(url, `http://127.0.0.1:${port}/callback`));
    const { code, stdout } = await child.end();
    if (code !== 0) throw new Error(`the tool ended with ${code}: ${stdout}`);
    return await readAllChecks(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Each scenario has a folder with its checks. */
async function readAllChecks(folder: string): Promise<Check[]> {
  const scenarios = await readdir(folder);
  return (await Promise.all(scenarios.map((scenario) => readChecks(join(folder, scenario))))).flat();
}

export async function readChecks(scenario: string): Promise<Check[]> {
  return z.array(check).parse(JSON.parse(await readFile(join(scenario, "checks.json"), "utf8")));
}
