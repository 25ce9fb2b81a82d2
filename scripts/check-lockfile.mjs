import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

// A lock file that names a host installs only where that host can be reached.

const lines = readFileSync(join(root, "pnpm-lock.yaml"), "utf8").split("\n");
const bad = lines.flatMap((line, index) => (/\btarball:|https?:\/\//.test(line) ? [index + 1] : []));
for (const number of bad) console.error(`pnpm-lock.yaml:${number}: names a download address`);
process.exitCode = bad.length === 0 ? 0 : 1;
