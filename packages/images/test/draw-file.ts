import { readFileSync } from "node:fs";
import { createRedrawer } from "../src/index.ts";

// Draws the image in the file of the first argument, and writes what became of it and the process's peak memory.

const redrawer = createRedrawer();
const { kind, ...rest } = await redrawer.redraw(readFileSync(process.argv[2] ?? ""), 128);
await redrawer.close();
const reason = "reason" in rest ? rest.reason : undefined;
// `maxRSS` has kilobytes.
process.stdout.write(JSON.stringify({ kind, reason, peakBytes: process.resourceUsage().maxRSS * 1024 }));
