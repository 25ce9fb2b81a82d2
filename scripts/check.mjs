import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Every gate: its name and the command that is silent or green when it holds. */
const steps = [
  { name: "types", args: [bin("typescript", "tsc"), "-b"] },
  { name: "lint", args: [bin("oxlint")] },
  { name: "format", args: [bin("oxfmt"), "--check"] },
  { name: "unused", args: [bin("knip"), "--no-progress", "--no-config-hints"] },
  { name: "manifests", args: [bin("sherif")] },
  { name: "boundaries", args: ["scripts/check-boundaries.mjs"] },
  { name: "lock file", args: ["scripts/check-lockfile.mjs"] },
  { name: "language", args: ["scripts/check-language.mjs"] },
  { name: "decisions", args: ["scripts/check-decisions.mjs"] },
  { name: "conformance", args: ["scripts/conformance-doc.mjs", "--check", "--require-all"] },
  { name: "clients", args: ["scripts/clients-doc.mjs", "--check"] },
];

function bin(packageName, name = packageName) {
  const folder = join(root, "node_modules", packageName);
  const { bin: entry } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof entry === "string" ? entry : entry[name]);
}

function run({ name, args }) {
  const began = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${code === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
      if (code !== 0) console.log(Buffer.concat(output).toString());
      resolve(code === 0);
    });
  });
}

async function runQueue(queue, results) {
  for (let step = queue.shift(); step; step = queue.shift()) {
    results.push(await run(step));
  }
}

const wanted = process.argv.slice(2);
const queue = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const results = [];
await Promise.all(Array.from({ length: availableParallelism() }, () => runQueue(queue, results)));
process.exitCode = results.length > 0 && results.every(Boolean) ? 0 : 1;
