import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "@sallyport/fixtures/free-port";
import { type Packed, packPackage } from "@sallyport/packed";

const packageFolder = join(import.meta.dirname, "..");
const sdk = "@modelcontextprotocol/sdk";
const runners = ["@jest/globals", "@playwright/test", "jest", "vitest"];
const native = ["@cf-wasm/photon", "@node-rs/argon2", "@node-rs/bcrypt", "better-sqlite3"];

/** Packs the kit and the program, and installs them where there is nothing else but a copy of the examples. */
export function createSample(): Packed {
  const packed = packPackage(packageFolder, {
    project: [
      ...runners,
      sdk,
      "@types/express",
      "@types/node",
      "express",
      "jose",
      "openid-client",
      "typescript",
      "zod",
    ],
    dependencies: [],
    beside: { folder: join(packageFolder, "../../apps/sallyport"), dependencies: native },
  });
  const from = join(packed.folder, "node_modules/@sallyport/test-kit/examples");
  cpSync(from, join(packed.folder, "examples"), { recursive: true });
  const manifest = join(packed.folder, "package.json");
  const scripts = { test: "node --test examples/service/*.test.ts" };
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), scripts }));
  return packed;
}

/** A server of the packed program, beside the tests. */
export interface Beside extends AsyncDisposable {
  readonly adminUrl: string;
}

/** `args` are those of the command `sallyport`; it is ready when it says so. */
export async function startBeside({ folder }: Packed, args: readonly string[]): Promise<Beside> {
  const program = join(folder, "node_modules/sallyport/dist/bin.js");
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const closed = once(child, "close");
  const said = createInterface(child.stdout)[Symbol.asyncIterator]();
  const adminUrl = await findAdminUrl(said);
  child.stdout.resume();
  return {
    adminUrl,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}

/** The banner ends with how to stop. */
async function findAdminUrl(lines: AsyncIterator<string>): Promise<string> {
  let adminUrl = "";
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    adminUrl = /^ {2}Admin +(\S+)/.exec(next.value)?.[1] ?? adminUrl;
    if (next.value.startsWith("Stop it")) return adminUrl;
  }
  throw new Error("the program ended before it was ready");
}

/** The text with free ports of this machine for those that the examples name. */
export async function onFreePorts(text: string): Promise<string> {
  const [publicPort, adminPort] = [await freePort(), await freePort()];
  return text.replaceAll("4455", String(publicPort)).replaceAll("4456", String(adminPort));
}
