import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Packed } from "@sallyport/packed";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { isLeftOut } from "./left-out.ts";
import { createSample, onFreePorts, startBeside } from "./sample-project.ts";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 240_000 });

const packageFolder = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(packageFolder, path), "utf8");
const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

let packed: Packed;
beforeAll(() => void (packed = createSample()));
afterAll(() => packed[Symbol.dispose]());

describe("the packed kit", () => {
  it("depends on the program alone, in a version that fits", () => {
    const { version } = JSON.parse(read("../../apps/sallyport/package.json"));
    expect(packed.manifest.dependencies).toEqual({ sallyport: `^${version}` });
    expect(packed.manifest.peerDependencies).toBeUndefined();
  });

  it("holds one file of code, the declarations and the examples", () => {
    const declared = packed.files.filter((file) => file.endsWith(".d.ts"));
    expect(declared.every((file) => /^package\/dist\/[a-z-]+\.d\.ts$/.test(file))).toBe(true);
    expect(packed.files.filter((file) => !declared.includes(file)).sort()).toEqual([
      "package/LICENSE",
      "package/README.md",
      "package/dist/index.js",
      "package/examples/curl/control.sh",
      "package/examples/docker-compose/compose.yaml",
      "package/examples/github-actions/tests.yml",
      "package/examples/jest/jest.config.mjs",
      "package/examples/jest/strip-types.cjs",
      "package/examples/jest/token-keeper.test.ts",
      "package/examples/jest/token-keeper.ts",
      "package/examples/node-test/client.test.ts",
      "package/examples/playwright/playwright.config.ts",
      "package/examples/playwright/sign-in.spec.ts",
      "package/examples/playwright/web-app.ts",
      "package/examples/python/test_control.py",
      "package/examples/service/userinfo.test.ts",
      "package/examples/vitest/notes-server.test.ts",
      "package/examples/vitest/notes-server.ts",
      "package/package.json",
    ]);
  });

  it("passes publint", async () => {
    expect(await packed.lint()).toEqual([]);
  });

  it("has types that every resolution of ES modules finds (attw)", () => {
    expect(packed.checkTypes()).toEqual({ entries: ["."], problems: [] });
  });
});

describe("in a project of others", () => {
  it("[dev:H8] has examples that compile", () => {
    const environment = { target: "es2024", lib: ["es2024", "esnext.disposable"], module: "nodenext", types: ["node"] };
    const strictness = { strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
    const compilerOptions = { ...environment, ...strictness };
    writeFileSync(join(packed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["examples"] }));
    packed.compile();
  });

  const bin = (name: string): string => `node_modules/.bin/${name}`;

  it("[dev:H8] runs with vitest", { concurrent: true }, async () => {
    const patience = ["--testTimeout", "60000", "--hookTimeout", "60000"];
    const args = ["run", "--root", "examples/vitest", "--reporter", "tap-flat", ...patience];
    const report = await packed.runBeside(bin("vitest"), args);
    expect(report.match(/^(not )?ok .*$/gm)).toHaveLength(4);
  });

  it("[dev:H8] runs with node:test", { concurrent: true }, async () => {
    const args = ["--test", "--test-reporter", "tap", "examples/node-test/client.test.ts"];
    expect(await packed.runBeside("node", args)).toMatch(/^# pass 2$/m);
  });

  it("[dev:H8] runs with jest", { concurrent: true }, async () => {
    const args = ["--config", "examples/jest/jest.config.mjs", "--testTimeout", "60000", "--json"];
    const report = await packed.runBeside(bin("jest"), args, { NODE_OPTIONS: "--experimental-vm-modules" });
    expect(JSON.parse(report)).toMatchObject({ numPassedTests: 3, numTotalTests: 3, openHandles: [] });
  });

  it("[dev:H8] runs with Playwright", { concurrent: true, skip: isLeftOut(chromium) }, async () => {
    const args = ["test", "--config", "examples/playwright", "--timeout", "60000", "--reporter", "json"];
    const report = await packed.runBeside(bin("playwright"), args, { CHROMIUM: chromium });
    expect(JSON.parse(report)).toMatchObject({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } });
  });
});

describe("the program beside the tests of others", () => {
  /** Runs a step after the other in one shell, as a runner of workflows does, and ends what is left then. */
  async function runSteps(steps: readonly string[], env: Record<string, string>): Promise<string> {
    const shell = spawn("bash", ["-e", "-c", steps.join("\n")], {
      cwd: packed.folder,
      env: { ...process.env, PATH: `${join(process.execPath, "..")}:${process.env["PATH"]}`, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const written = Promise.all([text(shell.stdout), text(shell.stderr)]);
    const [status] = await once(shell, "exit");
    // The server in the background is of its group.
    spawnSync("kill", ["--", `-${shell.pid}`]);
    const output = (await written).join("\n");
    if (status !== 0) throw new Error(`the steps ended with ${status}: ${output}`);
    return output;
  }

  it.skipIf(isLeftOut("curl"))("is started by the steps of the workflow, which wait until it is ready", async () => {
    const { jobs } = parse(await onFreePorts(read("examples/github-actions/tests.yml")));
    const { steps, env } = jobs.tests;
    const runs: string[] = steps
      .filter((step: { if?: string }) => step.if === undefined)
      .flatMap(({ run = [] }) => run);
    expect(runs).toHaveLength(3);
    expect(runs[0]).toBe("npm ci");
    expect(await runSteps(runs.slice(1), env)).toMatch(/^# pass 1$|^ℹ pass 1$/m);
  });

  it("is a service of compose by its command, health check and environment", async () => {
    const { services } = parse(await onFreePorts(read("examples/docker-compose/compose.yaml")));
    const { sallyport, tests } = services;
    const [, entry] = /^ENTRYPOINT \["(.*)"\]$/m.exec(read("../../Dockerfile")) ?? [];
    const [kind, probe, ...health] = sallyport.healthcheck.test;
    expect([kind, probe]).toEqual(["CMD", entry]);
    expect(tests.network_mode).toBe("service:sallyport");
    expect(tests.depends_on).toEqual({ sallyport: { condition: "service_healthy" } });

    const isHealthy = () => packed.run("node_modules/.bin/sallyport", health);
    expect(isHealthy).toThrow(/no response/);
    await using server = await startBeside(packed, sallyport.command);
    expect(isHealthy()).toMatch(/ready/);
    expect(server.adminUrl).toBe(tests.environment.SALLYPORT_ADMIN_URL);
    const [command, ...args] = tests.command;
    expect(packed.run(command, args, tests.environment)).toMatch(/pass 1$/m);
  });

  it.skipIf(isLeftOut("curl"))("is steered by curl", async () => {
    await using server = await startBeside(packed, ["dev", "--port", "0"]);
    const said = packed.run("sh", ["examples/curl/control.sh"], { SALLYPORT_ADMIN_URL: server.adminUrl });
    expect(said.trim().split("\n")).toEqual([
      "with a token: 200",
      "an hour later: 401",
      "the keys, with a fault: 503",
      "it was received: GET jwks",
    ]);
  });

  it.skipIf(isLeftOut("python3"))("is steered by Python", async () => {
    await using server = await startBeside(packed, ["dev", "--port", "0"]);
    packed.run("python3", ["examples/python/test_control.py"], { SALLYPORT_ADMIN_URL: server.adminUrl });
  });
});
