import { spawnSync } from "node:child_process";
import { root } from "./setup.mjs";

// Formats and applies the safe corrections of the linter, to the given paths or to everything.

const paths = process.argv.slice(2);
const tools = [
  ["node_modules/oxlint/bin/oxlint", "--fix", ...paths],
  ["node_modules/oxfmt/bin/oxfmt", "--write", ...paths],
];
const statuses = tools.map((args) => spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status);
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;
