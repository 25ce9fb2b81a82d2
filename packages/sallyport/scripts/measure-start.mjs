import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

// node packages/sallyport/scripts/measure-start.mjs <runs> <program> [arguments]: how long `dev` takes from its start as
// a process to its ready line, in an empty folder, and what it holds two seconds later. Linux. One run more comes first.

const [runs = "10", program = "dist/sallyport", ...first] = process.argv.slice(2);
const command = resolve(program);
const args = [...first.map((file) => resolve(file)), "dev", "--json", "--quiet", "--port", "0"];
const idleMs = 2_000;

async function measure(cwd) {
  const began = performance.now();
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  await once(createInterface(child.stdout), "line");
  const readyMs = performance.now() - began;
  const cpuMs = cpuOf(child.pid);
  await delay(idleMs);
  const rssMiB = kibibytes(child.pid, "VmRSS") / 1024;
  const ownMiB = kibibytes(child.pid, "RssAnon") / 1024;
  child.kill();
  await closed;
  return { readyMs, cpuMs, rssMiB, ownMiB };
}

/** User and system time of all threads; the kernel counts in hundredths of a second. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function kibibytes(pid, name) {
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
}

const folder = mkdtempSync(join(tmpdir(), "sallyport-start-"));
const results = [];
for (let run = 0; run <= Number(runs); run += 1) results.push(await measure(folder));
rmSync(folder, { recursive: true });
for (const name of Object.keys(results[0])) {
  const values = results.slice(1).map((result) => result[name]);
  const sorted = values.toSorted((a, b) => a - b);
  const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((value) => value.toFixed(1));
  console.log(`${name.padEnd(8)} min ${shown[0]}  median ${shown[1]}  max ${shown[2]}`);
}
