import { violations } from "./boundaries.mjs";
import { workspaceSources } from "./sources.mjs";

const found = workspaceSources().flatMap(({ path, text }) => violations(path, text));
for (const line of found) console.error(line);
process.exitCode = found.length === 0 ? 0 : 1;
