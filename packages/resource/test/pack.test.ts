import { fork, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { clients } from "./clients.ts";
import { startIssuer } from "./fake-issuer.ts";
import type { FakeIssuer } from "./fake-issuer.ts";
import { serve } from "./serve.ts";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const rootManifest = readJson(join(packageFolder, "../../package.json"));
const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

let authority: FakeIssuer;
let folder: string;
let tarball: string;

beforeAll(async () => {
  authority = await startIssuer();
  folder = mkdtempSync(join(tmpdir(), "sallyport-pack-"));
  tarball = pack();
  installPacked();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await authority[Symbol.asyncDispose]();
});

function readJson(file: string) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function run(command: string, args: readonly string[], cwd = folder): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function pnpm(args: readonly string[], cwd?: string): string {
  return run("npx", ["--yes", rootManifest.packageManager, ...args], cwd);
}

/** As `pnpm publish` would, with the build. */
function pack(): string {
  return JSON.parse(pnpm(["pack", "--json", "--pack-destination", folder], packageFolder)).filename;
}

/** An empty project with the tarball; everything else is linked from here, so that nothing is downloaded. */
function installPacked(): void {
  const link = (name: string) => `link:${join(packageFolder, "node_modules", name)}`;
  const sdks = ["node", "sdk", "server"].map((name) => `@modelcontextprotocol/${name}`);
  const linked = [...sdks, "@types/express", "@types/node", "express", "typescript"];
  const manifest = {
    name: "consumer",
    private: true,
    type: "module",
    dependencies: {
      "@sallyport/resource": `file:${tarball}`,
      ...Object.fromEntries(linked.map((one) => [one, link(one)])),
    },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const overrides = ["jose", "zod"].map((name) => `  ${name}: ${link(name)}\n`).join("");
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `packages: ["."]\noverrides:\n${overrides}`);
  pnpm(["install", "--offline", "--no-frozen-lockfile"]);
}

function installed() {
  return readJson(join(folder, "node_modules/@sallyport/resource/package.json"));
}

describe("the packed package", () => {
  it("depends on two packages of others by version, and on nothing of the workspace", () => {
    const { dependencies, peerDependencies, exports } = installed();
    expect(Object.keys(dependencies)).toEqual(["jose", "zod"]);
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(String(version)))).toBe(true);
    expect(peerDependencies).toBeUndefined();
    expect(Object.keys(exports)).toEqual(Object.keys(readJson(join(packageFolder, "package.json")).exports));
  });

  it("holds what it exports, and no sources or tests", () => {
    const files = run("tar", ["-tzf", tarball]).trim().split("\n");
    expect(files.filter((file) => !/^package\/(dist\/[\w./-]+\.js|dist\/[\w-]+\.d\.ts)$/.test(file)).sort()).toEqual([
      "package/LICENSE",
      "package/README.md",
      "package/package.json",
    ]);
    const code = files.filter((file) => file.endsWith(".js"));
    expect(run("tar", ["-xzOf", tarball, ...code])).not.toContain("@sallyport/core");
  });

  it("passes publint", async () => {
    const bytes = readFileSync(tarball);
    const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const { messages, pkg } = await publint({ strict: true, pack: { tarball: archive } });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it("has types that every resolution of ES modules finds (attw)", () => {
    const attw = join(packageFolder, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const report = run(process.execPath, [attw, tarball, "--profile", "esm-only", "--format", "json"]);
    const { analysis, problems } = JSON.parse(report);
    expect(Object.keys(analysis.entrypoints)).toHaveLength(Object.keys(installed().exports).length);
    const found = Object.values<{ resolutionKind?: string }[]>(problems ?? {}).flat();
    expect(found.filter(({ resolutionKind = "any" }) => !["node10", "node16-cjs"].includes(resolutionKind))).toEqual(
      [],
    );
  });
});

describe("the examples of the README", () => {
  it("take at most 15 lines beyond those of the SDK", () => {
    const sdkLine =
      /modelcontextprotocol|import express|express\(\)|app\.(?:all|listen)|node:http|mcp\.|McpServer|createMcpHandler|handleRequest|transport|const text|^\s*return|^\}\);$/;
    for (const code of examples.slice(0, 2)) {
      const own = code.split("\n").filter((line) => line !== "" && !sdkLine.test(line));
      expect(own.length).toBeLessThanOrEqual(15);
    }
  });

  it("[mcp:H20] compile in a project of others, and serve the real clients", async () => {
    const files = [];
    for (const [index, code] of examples.entries()) {
      const port = await freePort();
      const file = `example-${index}.ts`;
      writeFileSync(
        join(folder, file),
        code.replaceAll("3001", String(port)).replaceAll("http://localhost:3000", authority.issuer),
      );
      files.push({ file, url: `http://localhost:${port}/mcp` });
    }
    const compilerOptions = {
      target: "es2024",
      module: "nodenext",
      types: ["node"],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const { bin } = readJson(join(folder, "node_modules/typescript/package.json"));
    run(process.execPath, [join(folder, "node_modules/typescript", bin.tsc)]);
    for (const { file, url } of files.slice(0, 2)) await tryServer(file, url);
  });
});

async function freePort(): Promise<number> {
  const { origin, close } = await serve(createServer());
  await close();
  return Number(new URL(origin).port);
}

async function tryServer(file: string, url: string): Promise<void> {
  const child = fork(file, { cwd: folder, execArgv: ["--import", tellWhenListening] });
  try {
    const host = { url, fetch, close: () => Promise.resolve() };
    await untilListening(child);
    expect((await fetch(url, { method: "POST" })).status).toBe(401);
    const exp = Math.floor(Date.now() / 1_000) + 900;
    const token = await authority.sign({ claims: { aud: url, scope: "notes:read", exp } });
    for (const connect of Object.values(clients)) {
      const client = await connect(host, token);
      expect(await client.listTools()).toEqual(["whoami", "write_note"]);
      await expect(client.call("write_note")).rejects.toThrow(/403|insufficient|scope/i);
      await client.close();
    }
  } finally {
    child.kill();
  }
}

const tellWhenListening = `data:text/javascript,${encodeURIComponent(`
  import { Server } from "node:net";
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...args) {
    this.once("listening", () => process.send("listening"));
    return listen.apply(this, args);
  };
`)}`;

async function untilListening(child: ChildProcess): Promise<void> {
  const [said] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (said !== "listening") throw new Error(`the example ended with ${said}`);
}
