import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { checkpointWorkerSource } from "@sallyport/core/stores/sqlite";
import { rolldown } from "rolldown";
import { fail, projectNode, root, say } from "../../../scripts/setup.mjs";
import { buildConsole, buildDocs, bundleProgram, readCommit } from "./bundle.mjs";
import { wrapChunk } from "./chunks.mjs";

// Builds the single executable: the project's own Node with the program inside.

const usage = `Usage: npm run build:binary [-- options]

Builds the single executable of Sallyport: one file that needs nothing else, and no Node.

  --out <file>     where to (default: dist/sallyport)
  --if-changed     do nothing when that file was built from the same program
  --help           show this help
`;

const scripts = join(root, "apps/sallyport/release");
const cacheScript = join(scripts, "cache-code.mjs");

const options = {
  out: { type: "string", default: join(root, "dist/sallyport") },
  "if-changed": { type: "boolean" },
  help: { type: "boolean" },
};
const { values } = readArguments();
if (values.help) process.stdout.write(usage);
else await build(resolve(values.out));

function readArguments() {
  try {
    return parseArgs({ options });
  } catch (error) {
    return fail(`${error.message}\n\n${usage}`);
  }
}

async function build(out) {
  const began = performance.now();
  const work = mkdtempSync(join(tmpdir(), "sallyport-build-"));
  try {
    const main = await bundleBoot(work);
    const code = await bundleCode(work);
    const assets = { ...(await gatherAssets(work)), ...assetsOf(code, "code/") };
    const stamp = hashOf([main, cacheScript, ...Object.entries(assets).flat()]);
    if (values["if-changed"] && isBuilt(out, stamp)) return;
    cacheCode({ work, code, assets });
    makeExecutable({ work, main, assets: { ...assets, ...assetsOf(code, "code/") }, out });
    writeFileSync(`${out}.stamp`, stamp);
    say(`${out} is built (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The entry of Node, which runs the program. */
async function bundleBoot(work) {
  const file = join(work, "boot.cjs");
  const bundle = await rolldown({ input: join(scripts, "boot.mjs"), platform: "node" });
  await bundle.write({ file, format: "cjs", minify: true });
  await bundle.close();
  return file;
}

/** The program in chunks, of which a command loads what it needs. @returns their folder */
async function bundleCode(work) {
  const folder = join(work, "code");
  const names = { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" };
  // Outside of a file `import()` finds nothing; `require` of a chunk finds Node's modules, too.
  const output = { dir: folder, format: "cjs", dynamicImportInCjs: false, ...names };
  await bundleProgram({ entry: "executable.ts", assets: "executable.ts", output });
  for (const name of globSync("*.js", { cwd: folder })) {
    const file = join(folder, name);
    writeFileSync(file, wrapChunk(escapeBeyondAscii(readFileSync(file, "utf8"))));
  }
  return folder;
}

/** One character beyond Latin-1 makes V8 hold every character of the source in two bytes. */
function escapeBeyondAscii(source) {
  return source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Files by the name under which `assets/executable.ts` asks for them. */
async function gatherAssets(work) {
  const console = buildConsole();
  const commit = join(work, "commit");
  writeFileSync(commit, readCommit());
  return {
    commit,
    "sqlite.node": findSqliteAddon(),
    "argon2.node": findAddon("@node-rs/argon2"),
    "bcrypt.node": findAddon("@node-rs/bcrypt"),
    "photon.wasm": requireFrom("packages/images").resolve("@cf-wasm/photon/photon.wasm"),
    "docs.json.br": packDocs(work),
    "checkpoint-worker.js": await bundleCheckpointWorker(work),
    ...assetsOf(console, "console/"),
  };
}

/** All files of a folder, by their names in it after a prefix. */
function assetsOf(folder, prefix) {
  const names = globSync("**/*.*", { cwd: folder }).sort();
  return Object.fromEntries(names.map((name) => [prefix + name.replaceAll("\\", "/"), join(folder, name)]));
}

/** All files of the site as one asset: they are read by one command only, and a tenth as large together. */
function packDocs(work) {
  const folder = buildDocs();
  const names = globSync("**/*.*", { cwd: folder }).sort();
  // A character for each byte: pictures are no UTF-8.
  const texts = names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name), "latin1")]);
  const file = join(work, "docs.json.br");
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  writeFileSync(file, brotliCompressSync(JSON.stringify(Object.fromEntries(texts)), { params }));
  return file;
}

function requireFrom(folder) {
  return createRequire(join(root, folder, "package.json"));
}

function findSqliteAddon() {
  const manifest = requireFrom("packages/core").resolve("better-sqlite3/package.json");
  return join(dirname(manifest), "prebuilds", `${process.platform}-${process.arch}.node`);
}

/** An addon's package has it as its main file; only that of this platform is installed. */
function findAddon(name) {
  const compiler = { linux: "-gnu", win32: "-msvc" }[process.platform] ?? "";
  const loader = requireFrom("apps/sallyport").resolve(name);
  return createRequire(loader).resolve(`${name}-${process.platform}-${process.arch}${compiler}`);
}

/** The worker of the store with the driver beside it: a thread of the executable has no packages. */
async function bundleCheckpointWorker(work) {
  const source = join(root, "packages/core/src/stores/sqlite/checkpoint-worker.cjs");
  const file = join(work, "checkpoint-worker.js");
  const virtual = {
    name: "checkpoint-worker",
    resolveId: (id) => (id === source ? id : null),
    load: (id) => (id === source ? checkpointWorkerSource('require("better-sqlite3")') : null),
  };
  const bundle = await rolldown({ input: source, platform: "node", plugins: [virtual] });
  await bundle.write({ file, format: "cjs", minify: true });
  await bundle.close();
  return file;
}

function hashOf(parts) {
  const hash = createHash("sha256").update(process.version);
  for (const part of parts) hash.update(existsSync(part) ? readFileSync(part) : part).update("\0");
  return hash.digest("hex");
}

function isBuilt(out, stamp) {
  return existsSync(out) && existsSync(`${out}.stamp`) && readFileSync(`${out}.stamp`, "utf8") === stamp;
}

/** Puts V8's code beside the chunks, made by a start of the program. */
function cacheCode({ work, code, assets }) {
  const paths = join(work, "assets.json");
  writeFileSync(paths, JSON.stringify(assets));
  // Settings of whoever builds it are not for this start, nor are flags of Node, with which the code would be another.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SALLYPORT|NODE)_/.test(name)));
  const args = [cacheScript, code, paths];
  const { status, stderr } = spawnSync(projectNode(), args, { cwd: work, env, encoding: "utf8" });
  if (status !== 0) fail(`The program could not be started to keep its compiled code:\n${stderr}`);
}

function makeExecutable({ work, main, assets, out }) {
  const node = join(work, "node");
  copyFileSync(projectNode(), node);
  chmodSync(node, 0o755);
  // Without its symbols it is 34 MB smaller. Where there is no strip it stays as it is.
  if (process.platform === "linux") spawnSync("strip", ["-s", node]);
  const fresh = join(dirname(out), `.sallyport-${process.pid}`);
  const config = join(work, "config.json");
  const settings = {
    main,
    mainFormat: "commonjs",
    executable: node,
    output: fresh,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    execArgvExtension: "none",
    assets,
  };
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(config, JSON.stringify(settings));
  const { status, stdout, stderr } = spawnSync(projectNode(), ["--build-sea", config], {
    encoding: "utf8",
  });
  if (status !== 0) fail(`The executable could not be made:\n${stdout}${stderr}`);
  chmodSync(fresh, 0o755);
  renameSync(fresh, out);
}
