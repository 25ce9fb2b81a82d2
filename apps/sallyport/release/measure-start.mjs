import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { measureStart, summarize } from "./measured-process.mjs";

// node apps/sallyport/release/measure-start.mjs <runs> <program> [arguments]: how long `dev` takes from its start as
// a process to its ready line, in an empty folder, and what it holds two seconds later. Linux. One run more comes first.

const [runs = "10", program = "dist/sallyport", ...first] = process.argv.slice(2);
const command = resolve(program);
const args = [...first.map((file) => resolve(file)), "dev", "--json", "--quiet", "--port", "0"];

const cwd = mkdtempSync(join(tmpdir(), "sallyport-start-"));
const results = [];
for (let run = 0; run <= Number(runs); run += 1) results.push(await measureStart({ command, args, cwd }));
rmSync(cwd, { recursive: true });
for (const { name, min, median, max } of summarize(results.slice(1))) {
  console.log(`${name.padEnd(8)} min ${min}  median ${median}  max ${max}`);
}
