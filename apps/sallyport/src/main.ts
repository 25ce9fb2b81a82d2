#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { speedUpImports } from "./assets/quick-imports.ts";

enableCompileCache();
speedUpImports();
const { endWithReader } = await import("./terminal/output.ts");
endWithReader();
const { runCli } = await import("./cli.ts");
process.exitCode = await runCli(process.argv.slice(2));
