import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Packed, packPackage } from "@sallyport/packed";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { clients } from "./clients.ts";
import { startIssuer } from "./fake-issuer.ts";
import type { FakeIssuer } from "./fake-issuer.ts";
import { serve } from "./serve.ts";

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

vi.setConfig({ hookTimeout: 60_000, testTimeout: 60_000 });

let authority: FakeIssuer;
let packed: Packed;

beforeAll(async () => {
  authority = await startIssuer();
  const sdks = ["node", "sdk", "server"].map((name) => `@modelcontextprotocol/${name}`);
  packed = packPackage(packageFolder, {
    project: [...sdks, "@types/express", "@types/node", "express", "typescript"],
    dependencies: ["jose", "zod"],
  });
});
afterAll(async () => {
  packed[Symbol.dispose]();
  await authority[Symbol.asyncDispose]();
});

describe("the packed package", () => {
  it("depends on two packages of others by version, and on nothing of the workspace", () => {
    const { dependencies, peerDependencies, exports } = packed.manifest;
    expect(Object.keys(dependencies)).toEqual(["jose", "zod"]);
    expect(Object.values(dependencies).every((version) => /^\d+\.\d+\.\d+$/.test(String(version)))).toBe(true);
    expect(peerDependencies).toBeUndefined();
    expect(Object.keys(exports)).toEqual(Object.keys(manifest.exports));
  });

  it("holds what it exports, and no sources or tests", () => {
    const { files } = packed;
    expect(files.filter((file) => !/^package\/(dist\/[\w./-]+\.js|dist\/[\w-]+\.d\.ts)$/.test(file)).sort()).toEqual([
      "package/LICENSE",
      "package/README.md",
      "package/package.json",
    ]);
    const code = files.filter((file) => file.endsWith(".js"));
    expect(packed.textOf(code)).not.toContain("@sallyport/core");
  });

  it("passes publint", async () => {
    expect(await packed.lint()).toEqual([]);
  });

  it("has types that every resolution of ES modules finds (attw)", () => {
    const { entries, problems } = packed.checkTypes();
    expect(entries).toHaveLength(Object.keys(packed.manifest.exports).length);
    expect(problems).toEqual([]);
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
        join(packed.folder, file),
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
    writeFileSync(join(packed.folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    packed.compile();
    for (const { file, url } of files.slice(0, 2)) await tryServer(file, url);
  });
});

async function freePort(): Promise<number> {
  const { origin, close } = await serve(createServer());
  await close();
  return Number(new URL(origin).port);
}

async function tryServer(file: string, url: string): Promise<void> {
  const child = fork(file, { cwd: packed.folder, execArgv: ["--import", tellWhenListening] });
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
